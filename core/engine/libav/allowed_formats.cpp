#include "core/engine/libav/allowed_formats.h"

#include <string_view>

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/avstring.h>
}

namespace ndas::engine {

namespace {

// hls, dash, concat, sdp and their like open further files; image demuxers turn a photo into a "video".
constexpr const char* demuxers = "mov,matroska,avi,flv,asf,mpegts,mpeg,ogg,dv,mxf";

constexpr const char* soundDemuxers = "wav,w64,mp3,aac,flac,ac3,eac3,aiff,amr,amrnb,amrwb,caf,au,ape,wv,tta,"
                                      "dts,dtshd,truehd,mp2,mpc,mpc8,voc,loas,gsm";

constexpr const char* bareDemuxers =
    "h264,hevc,vvc,h263,h261,m4v,mpegvideo,vc1,vc1test,cavsvideo,avs2,avs3,dirac,"
    "dnxhd,obu,av1,ivf,yuv4mpegpipe,mpjpeg,mjpeg_2000";

constexpr const char* otherVideoDemuxers = "rm,ivr,nut,gxf,lxf,wtv,swf,nsv,nuv,pva,ty,mtv,mxg,mods,r3d,vivo,"
                                           "dhav,ifv,smjpeg,lmlm4,msnwctcp,flic,film_cpk,roq,smk,bink,rpl";

constexpr const char* decoders =
    // pictures
    "h264,hevc,libdav1d,libaom-av1,av1,vp8,vp9,libvpx,libvpx-vp9,mpeg4,mpeg2video,mpeg1video,mpegvideo,"
    "mjpeg,mjpegb,jpeg2000,libopenjpeg,h263,h263p,h263i,h261,msmpeg4v1,msmpeg4v2,msmpeg4,wmv1,wmv2,wmv3,vc1,"
    "flv,flashsv,flashsv2,vp3,vp4,vp5,vp6,vp6f,vp6a,vp7,theora,dvvideo,prores,dnxhd,cfhd,ffv1,huffyuv,"
    "ffvhuff,amv,"
    "utvideo,lagarith,magicyuv,rawvideo,v210,v308,v408,v410,r210,r10k,yuv4,png,svq1,svq3,cinepak,indeo2,"
    "indeo3,indeo4,indeo5,qtrle,rpza,smc,msvideo1,msrle,8bps,zlib,mszh,camtasia,camstudio,zmbv,hap,dirac,"
    "snow,"
    "rv10,rv20,rv30,rv40,asv1,asv2,cyuv,vcr1,aic,fraps,mss1,mss2,g2m,vc1image,wmv3image,targa,tiff,jpegls,"
    "tscc2,msa1,mts2,vmnc,dxtory,fic,sp5x,mxpeg,y41p,ayuv,avui,cljr,"
    // sound
    "aac,aac_fixed,aac_latm,mp3float,mp3,mp2float,mp2,mp1float,mp1,ac3,ac3_fixed,eac3,dca,opus,libopus,"
    "vorbis,libvorbis,flac,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,"
    "wmavoice,wmalossless,gsm,gsm_ms,libgsm,libgsm_ms,qdm2,qdmc,mace3,mace6,nellymoser,speex,libspeex,"
    "truehd,mlp,als,tta,wavpack,cook,"
    "pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_u16le,pcm_u16be,pcm_s24le,pcm_s24be,pcm_s32le,"
    "pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_dvd,pcm_bluray,"
    "adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_yamaha,adpcm_swf,g722,g726,g726le,"
    "adpcm_ima_amv,g723_1,g729,qcelp,evrc,real_144,real_288,sipr,atrac3,atrac3plus,ilbc,s302m,truespeech";

constexpr const char* animations = "gif,apng,webp_anim,ico,icns,fits,image2";

/// libavformat has a demuxer for each form of image, and names them alike.
bool isOfImages(std::string_view name)
{
    return name.ends_with("_pipe") || av_match_list(name.data(), animations, ',') > 0;
}

} // namespace

const char* allowedDemuxers()
{
    return demuxers;
}

const char* allowedDecoders()
{
    return decoders;
}

FormatKind kindOf(const AVInputFormat& format)
{
    if (av_match_list(format.name, demuxers, ',') > 0)
        return FormatKind::Video;
    if (av_match_list(format.name, soundDemuxers, ',') > 0)
        return FormatKind::Sound;
    if (av_match_list(format.name, otherVideoDemuxers, ',') > 0)
        return FormatKind::OtherVideo;
    if (isOfImages(format.name))
        return FormatKind::Image;
    return av_match_list(format.name, bareDemuxers, ',') > 0 ? FormatKind::Bare : FormatKind::Foreign;
}

} // namespace ndas::engine
