#pragma once

#include "core/sync/HttpCentral.h"

#include <curl/curl.h>

#include <string>
#include <vector>

namespace cardwright {

/// One easy handle with everything that never changes between requests. For the files of HttpCentral only.
class HttpCentral::Connection {
public:
    struct Request {
        const char* method = "GET";
        std::string path;                  ///< with its query
        ByteView body{};
        const char* contentType = nullptr; ///< nothing: there is no body
        std::chrono::milliseconds timeout{};
        std::vector<std::string> headers{}; ///< whole lines
    };
    struct Answer {
        std::string body;
        std::optional<std::int64_t> date; ///< the centre's clock, UTC milliseconds
    };

    Connection(const HttpCentralOptions& options, const std::atomic<bool>& interrupted);

    /// The body of a 2xx answer; throws CentralError for everything else.
    Answer perform(const Request& request);
    void endBy(std::optional<std::chrono::steady_clock::time_point> instant) noexcept { m_endBy = instant; }

private:
    struct Free {
        void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    };
    struct Received;
    std::chrono::milliseconds timeLeft() const;
    template<class Value> void set(CURLoption option, Value value);
    void setRequest(const Request& request);
    void setSecurity();
    Answer judged(CURLcode code, Received received);

    const HttpCentralOptions& m_options;
    const std::atomic<bool>& m_interrupted;
    std::optional<std::chrono::steady_clock::time_point> m_endBy;
    std::unique_ptr<CURL, Free> m_handle;
    char m_words[CURL_ERROR_SIZE] = {};
};

namespace http {
inline constexpr const char* jsonType = "application/json";
} // namespace http

} // namespace cardwright
