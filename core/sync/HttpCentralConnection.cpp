#include "core/sync/HttpCentralConnection.h"

#include "core/sync/CentralProblem.h"

#include <algorithm>
#include <cstring>

namespace cardwright {

using std::chrono::milliseconds;

/// What comes in, and the bound that it may not pass.
struct HttpCentral::Connection::Received {
    std::string body;
    std::size_t limit = 0;
    bool tooLong = false;

    static std::size_t take(char* data, std::size_t size, std::size_t count, void* target)
    {
        auto& received = *static_cast<Received*>(target);
        const auto octets = size * count;
        if (octets > received.limit - received.body.size()) {
            received.tooLong = true;
            return 0;
        }
        received.body.append(data, octets);
        return octets;
    }
};

namespace {

/// libcurl's process-wide start, once, before the first handle.
void startCurl()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw CentralError(Failure::of("INTERNAL", "curl"));
}

struct HeaderList {
    ~HeaderList() { curl_slist_free_all(list); }
    void add(const char* line)
    {
        auto* longer = curl_slist_append(list, line);
        if (longer == nullptr) throw std::bad_alloc();
        list = longer;
    }
    curl_slist* list = nullptr;
};

int lookAtInterrupt(void* flag, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool>*>(flag)->load(std::memory_order_relaxed) ? 1 : 0;
}

bool mentions(const char* text, std::initializer_list<const char*> words)
{
    return std::any_of(words.begin(), words.end(), [&](const char* word) { return std::strstr(text, word) != nullptr; });
}

/// What a failed transfer means. A handshake that was cut is a way that is broken, not a stranger who answered: only a
/// certificate that does not hold, or one of ours that was turned away, is said as such.
Failure failureOf(CURLcode code, const char* words)
{
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION: return Failure::of("CENTRE-TLS");
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ENGINE_NOTFOUND: return Failure::of("CENTRE-TLS", "this desk's certificate files cannot be used");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        if (mentions(words, {"certificate required", "bad certificate", "unknown ca", "certificate unknown", "certificate expired", "access denied"})) {
            return Failure::of("CENTRE-REFUSED", "the centre does not accept this desk's certificate");
        }
        if (mentions(words, {"protocol version", "unsupported protocol", "wrong version"})) return Failure::of("CENTRE-TLS");
        break;
    default: break;
    }
    return Failure::of("CENTRE-UNREACHABLE", curl_easy_strerror(code));
}

std::optional<std::int64_t> dateOf(CURL* handle)
{
    curl_header* header = nullptr;
    if (curl_easy_header(handle, "Date", 0, CURLH_HEADER, -1, &header) != CURLHE_OK || header == nullptr) return std::nullopt;
    const auto seconds = curl_getdate(header->value, nullptr);
    if (seconds < 0) return std::nullopt;
    return std::int64_t{seconds} * 1'000;
}

} // namespace

HttpCentral::Connection::Connection(const HttpCentralOptions& options, const std::atomic<bool>& interrupted)
    : m_options(options), m_interrupted(interrupted), m_handle((startCurl(), curl_easy_init()))
{
    if (!m_handle) throw std::bad_alloc();
}

template<class Value> void HttpCentral::Connection::set(CURLoption option, Value value)
{
    if (curl_easy_setopt(m_handle.get(), option, value) != CURLE_OK) throw CentralError(Failure::of("INTERNAL", "curl option " + std::to_string(option)));
}

HttpCentral::Connection::Answer HttpCentral::Connection::perform(const Request& request)
{
    auto* handle = m_handle.get();
    if (m_interrupted) throw CentralError(Failure::of("CENTRE-UNREACHABLE", "stopped"));
    curl_easy_reset(handle); // keeps the connection
    Received received;
    received.limit = m_options.answerLimit;
    HeaderList headers;
    headers.add("Accept: application/json, application/problem+json");
    headers.add("Expect:");
    if (request.contentType != nullptr) headers.add((std::string("Content-Type: ") + request.contentType).c_str());
    for (const auto& line : request.headers) headers.add(line.c_str());
    setRequest(request);
    setSecurity();
    set(CURLOPT_HTTPHEADER, headers.list);
    set(CURLOPT_WRITEFUNCTION, &Received::take);
    set(CURLOPT_WRITEDATA, &received);
    const auto timeout = std::min(request.timeout, timeLeft());
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(m_options.connectTimeout, timeout).count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
    m_words[0] = '\0';
    set(CURLOPT_ERRORBUFFER, static_cast<char*>(m_words));
    const CURLcode code = curl_easy_perform(handle);
    return judged(code, std::move(received));
}

/// Throws CENTRE-UNREACHABLE when there is none: for libcurl a limit of zero is no limit.
milliseconds HttpCentral::Connection::timeLeft() const
{
    if (!m_endBy) return milliseconds::max();
    const auto left = std::chrono::ceil<milliseconds>(*m_endBy - std::chrono::steady_clock::now());
    if (left.count() <= 0) throw CentralError(Failure::of("CENTRE-UNREACHABLE", "no answer in the time there was"));
    return left;
}

void HttpCentral::Connection::setRequest(const Request& request)
{
    set(CURLOPT_URL, (m_options.url + request.path).c_str());
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    if (request.contentType != nullptr) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(CURLOPT_POSTFIELDS, request.body.empty() ? "" : reinterpret_cast<const char*>(request.body.data()));
    }
    set(CURLOPT_CUSTOMREQUEST, request.method);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &lookAtInterrupt);
    set(CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&m_interrupted));
}

void HttpCentral::Connection::setSecurity()
{
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_PROXY, ""); // not even one that the environment names
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (m_options.authorityPem.empty()) {
        set(CURLOPT_CAINFO, m_options.authority.c_str());
    } else {
        curl_blob authority{const_cast<char*>(m_options.authorityPem.data()), m_options.authorityPem.size(), CURL_BLOB_NOCOPY};
        set(CURLOPT_CAINFO_BLOB, &authority);
        set(CURLOPT_CAINFO, static_cast<const char*>(nullptr));
    }
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr)); // the machine's own authorities are none of ours
    if (!m_options.certificate.empty()) {
        set(CURLOPT_SSLCERT, m_options.certificate.c_str());
        if (m_options.keyPem) {
            const auto pem = m_options.keyPem->view();
            curl_blob key{const_cast<std::uint8_t*>(pem.data()), pem.size(), CURL_BLOB_NOCOPY};
            set(CURLOPT_SSLKEY_BLOB, &key);
        } else {
            set(CURLOPT_SSLKEY, m_options.key.c_str());
        }
    }
    set(CURLOPT_SSL_SESSIONID_CACHE, 0L); // a new connection shows both certificates anew
}

HttpCentral::Connection::Answer HttpCentral::Connection::judged(CURLcode code, Received received)
{
    if (received.tooLong) throw CentralError(Failure::of("CENTRE-ANSWER", "longer than allowed"));
    if (code != CURLE_OK) throw CentralError(failureOf(code, m_words));
    long status = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) return {std::move(received.body), dateOf(m_handle.get())};
    if (status < 400) throw CentralError(Failure::of("CENTRE-ANSWER", "status " + std::to_string(status)));
    curl_off_t wait = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RETRY_AFTER, &wait);
    throw CentralError(refusalOf(status, received.body), wait > 0 ? std::optional(std::chrono::seconds(wait)) : std::nullopt);
}

} // namespace cardwright
