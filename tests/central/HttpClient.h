#pragma once

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cardwright::test {

struct HttpAnswer {
    CURLcode result = CURLE_OK;
    long status = 0;
    std::string contentType;
    std::string body;
    nlohmann::json json() const { return nlohmann::json::parse(body); }
};

/// From TLS 1.2 to TLS 1.2 (curl's own constant for the upper half does not fit its enum, which g++ says aloud).
inline constexpr long onlyTls12 = static_cast<long>(CURL_SSLVERSION_TLSv1_2) | (static_cast<long>(CURL_SSLVERSION_TLSv1_2) << 16);

/// A client with a certificate of its choice.
class HttpClient {
public:
    std::string url;
    std::filesystem::path authority;
    std::filesystem::path certificate; ///< empty: none
    std::filesystem::path key;
    long tls = CURL_SSLVERSION_TLSv1_3;
    std::vector<std::string> headers;

    HttpAnswer get(const std::string& path) const { return perform("GET", path, {}); }
    HttpAnswer post(const std::string& path, const std::string& body) const { return perform("POST", path, body); }
    HttpAnswer put(const std::string& path, const std::string& body) const { return perform("PUT", path, body); }

    HttpAnswer perform(const char* method, const std::string& path, const std::string& body) const
    {
        const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
        HttpAnswer answer;
        const std::string whole = url + path;
        const auto set = [&](auto option, auto value) { curl_easy_setopt(handle.get(), option, value); };
        set(CURLOPT_URL, whole.c_str());
        set(CURLOPT_CAINFO, authority.c_str());
        set(CURLOPT_NOPROXY, "*");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT, 90L);
        set(CURLOPT_SSLVERSION, tls);
        if (!certificate.empty()) {
            set(CURLOPT_SSLCERT, certificate.c_str());
            set(CURLOPT_SSLKEY, key.c_str());
        }
        curl_slist* list = nullptr;
        for (const auto& header : headers) list = curl_slist_append(list, header.c_str());
        const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> kept(list, curl_slist_free_all);
        set(CURLOPT_HTTPHEADER, list);
        set(CURLOPT_CUSTOMREQUEST, method);
        if (std::string(method) != "GET") {
            set(CURLOPT_POSTFIELDS, body.data());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        }
        set(CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t, std::size_t size, void* into) {
            static_cast<std::string*>(into)->append(data, size);
            return size;
        });
        set(CURLOPT_WRITEDATA, &answer.body);
        answer.result = curl_easy_perform(handle.get());
        curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer.status);
        const char* type = nullptr;
        curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &type);
        if (type != nullptr) answer.contentType = type;
        return answer;
    }
};

} // namespace cardwright::test
