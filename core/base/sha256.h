// SHA-256 (FIPS 180-4) of bytes as they come. By OpenSSL, which uses the processor's instructions for it:
// several times as fast as Qt, and every recording is hashed more than once. One thread at a time.
#pragma once

#include "core/base/result.h"

#include <QtCore/QByteArrayView>

struct evp_md_ctx_st;

namespace ndas {

class Sha256 {
public:
    Sha256();
    ~Sha256();

    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(QByteArrayView bytes);

    /// In lower-case hexadecimal digits; once, when all has been added. OutOfMemory, ExternalLibrary.
    Result<QString> hex();

private:
    evp_md_ctx_st* context_;
    bool isSound_ = false; ///< every step so far succeeded
};

} // namespace ndas
