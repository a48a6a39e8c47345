#include "core/sync/HttpCentral.h"

#include <curl/curl.h>

#include <memory>
#include <string_view>

namespace cardwright {

namespace {

constexpr long connectSeconds = 10;

struct FreeHandle {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};

/// "Cert:-----BEGIN CERTIFICATE-----..." is one line among those that libcurl tells of each certificate.
std::optional<Certificate> certificateIn(const curl_slist* lines)
{
    constexpr std::string_view head = "Cert:";
    for (; lines != nullptr; lines = lines->next) {
        const std::string_view line = lines->data;
        if (line.starts_with(head)) return Certificate::fromPem(bytesOf(line.substr(head.size())));
    }
    return std::nullopt;
}

} // namespace

Certificate pinnedAuthority(const std::string& url, const Sha256Digest& fingerprint)
{
    if (!url.starts_with("https://")) throw UsageError(Failure::of("USAGE", "the centre's address must begin with https://"));
    const std::unique_ptr<CURL, FreeHandle> owner(curl_easy_init());
    auto* handle = owner.get();
    if (handle == nullptr) throw std::bad_alloc();
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
    // What is shown is believed for nothing but the fingerprint; nothing is asked over this connection.
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(handle, CURLOPT_CERTINFO, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connectSeconds);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    if (const auto code = curl_easy_perform(handle); code != CURLE_OK) throw CentralError(Failure::of("CENTRE-UNREACHABLE", curl_easy_strerror(code)));
    curl_certinfo* chain = nullptr;
    if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) == CURLE_OK && chain != nullptr) {
        for (int i = 0; i < chain->num_of_certs; ++i) {
            const auto certificate = certificateIn(chain->certinfo[i]);
            if (certificate && certificate->fingerprint() == fingerprint) return *certificate;
        }
    }
    throw CentralError(Failure::of("CENTRE-TLS", "no certificate with the authority's fingerprint"));
}

} // namespace cardwright
