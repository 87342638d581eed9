#include "core/base/sha256.h"

#include <array>
#include <openssl/evp.h>

namespace ndas {

Sha256::Sha256()
    : context_(EVP_MD_CTX_new())
{
    // A configuration file could only ask for another provider; in a sandbox there is none to be read.
    static const int ready = OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    isSound_ = ready == 1 && context_ && EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) == 1;
}

Sha256::~Sha256()
{
    EVP_MD_CTX_free(context_);
}

void Sha256::add(QByteArrayView bytes)
{
    isSound_ =
        isSound_ && EVP_DigestUpdate(context_, bytes.data(), static_cast<std::size_t>(bytes.size())) == 1;
}

Result<QString> Sha256::hex()
{
    if (!context_)
        return fail(ErrorCode::OutOfMemory);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (!isSound_ || EVP_DigestFinal_ex(context_, digest.data(), &length) != 1)
        return fail(ErrorCode::ExternalLibrary, QStringLiteral("SHA-256"));
    const QByteArrayView bytes(digest.data(), static_cast<qsizetype>(length));
    return QString::fromLatin1(bytes.toByteArray().toHex());
}

} // namespace ndas
