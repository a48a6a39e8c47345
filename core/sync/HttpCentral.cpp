#include "core/sync/HttpCentral.h"

#include "core/journal/EntryJson.h"
#include "core/sync/ApiJson.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>

namespace cardwright {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr const char* jsonType = "application/json";

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

struct Received {
    std::string body;
    std::size_t limit = 0;
    bool tooLong = false;
};

std::size_t takeBody(char* data, std::size_t size, std::size_t count, void* target)
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

/// The last part of a problem's type: "log-forked" of "urn:cardwright:problem:log-forked" or ".../log-forked".
std::string_view lastPart(std::string_view type)
{
    const auto cut = type.find_last_of("/:#");
    return cut == std::string_view::npos ? type : type.substr(cut + 1);
}

/// Text of the other side for people: printable, one line, not long.
std::string tame(std::string text)
{
    constexpr std::size_t longest = 200;
    if (text.size() > longest) text.resize(longest);
    std::replace_if(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; }, ' ');
    return text;
}

Failure refusalOf(long status, const std::string& body)
{
    std::string title;
    std::string type;
    try {
        const auto problem = api::parse(body);
        if (problem.is_object()) {
            title = tame(problem.value("title", std::string()));
            type = tame(problem.value("type", std::string()));
        }
    } catch (const CentralError&) {
    } catch (const json::exception&) {
    }
    const auto name = std::string(lastPart(type));
    if (status == 409 && name == "log-forked") return Failure::of("LOG-FORKED");
    // 5xx and "too many": the centre is there and cannot now. For the desk that is the same as away.
    if (status >= 500 || status == 429) return Failure::of("CENTRE-UNREACHABLE", "status " + std::to_string(status));
    const auto detail = "status " + std::to_string(status) + (name.empty() ? std::string() : ", " + name);
    return title.empty() ? Failure::of("CENTRE-REFUSED", detail) : Failure::because("CENTRE-REFUSED", "The centre refused: " + title, detail);
}

EntryAnswer answerFrom(const json& object)
{
    EntryAnswer answer;
    answer.seq = api::number(object, "seq", INT64_MAX);
    answer.id = api::guid(object, "id");
    auto status = api::text(object, "status");
    answer.repeated = status == "repeated";
    if (answer.repeated) status = api::text(object, "first");
    if (status != "accepted" && status != "refused") api::refuse("status");
    answer.accepted = status == "accepted";
    if (!answer.accepted) {
        const auto problem = object.find("problem");
        answer.problem = problem != object.end() && problem->is_object() ? problem->dump() : "{}";
    }
    if (const auto receipt = object.find("receipt"); receipt != object.end() && !receipt->is_null()) answer.receipt = api::digest(object, "receipt");
    return answer;
}

Delivery deliveryFrom(const json& object)
{
    return {api::number(object, "cursor", INT64_MAX), api::guid(object, "id"), api::text(object, "kind"), api::member(object, "body").dump()};
}

} // namespace

/// One easy handle with everything that never changes between requests.
class HttpCentral::Connection {
public:
    Connection(const HttpCentralOptions& options, const std::atomic<bool>& interrupted)
        : m_options(options), m_interrupted(interrupted), m_handle((startCurl(), curl_easy_init()))
    {
        if (!m_handle) throw std::bad_alloc();
    }

    /// The body of a 2xx answer; throws CentralError for everything else.
    std::string perform(const char* method, const std::string& path, ByteView body, const char* contentType, milliseconds timeout)
    {
        auto* handle = m_handle.get();
        if (m_interrupted) throw CentralError(Failure::of("CENTRE-UNREACHABLE", "stopped"));
        curl_easy_reset(handle); // keeps the connection
        Received received;
        received.limit = m_options.answerLimit;
        HeaderList headers;
        headers.add("Accept: application/json, application/problem+json");
        headers.add("Expect:");
        if (contentType != nullptr) headers.add((std::string("Content-Type: ") + contentType).c_str());
        setRequest(method, path, body, contentType != nullptr);
        setSecurity();
        set(CURLOPT_HTTPHEADER, headers.list);
        set(CURLOPT_WRITEFUNCTION, &takeBody);
        set(CURLOPT_WRITEDATA, &received);
        timeout = std::min(timeout, timeLeft());
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(m_options.connectTimeout, timeout).count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
        m_words[0] = '\0';
        set(CURLOPT_ERRORBUFFER, static_cast<char*>(m_words));
        const CURLcode code = curl_easy_perform(handle);
        return judged(code, std::move(received));
    }

    void endBy(std::optional<std::chrono::steady_clock::time_point> instant) noexcept { m_endBy = instant; }

private:
    /// Throws CENTRE-UNREACHABLE when there is none: for libcurl a limit of zero is no limit.
    milliseconds timeLeft() const
    {
        if (!m_endBy) return milliseconds::max();
        const auto left = std::chrono::ceil<milliseconds>(*m_endBy - std::chrono::steady_clock::now());
        if (left.count() <= 0) throw CentralError(Failure::of("CENTRE-UNREACHABLE", "no answer in the time there was"));
        return left;
    }

    template<class Value> void set(CURLoption option, Value value)
    {
        if (curl_easy_setopt(m_handle.get(), option, value) != CURLE_OK) throw CentralError(Failure::of("INTERNAL", "curl option " + std::to_string(option)));
    }

    void setRequest(const char* method, const std::string& path, ByteView body, bool hasBody)
    {
        set(CURLOPT_URL, (m_options.url + path).c_str());
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        if (hasBody) {
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
            set(CURLOPT_POSTFIELDS, body.empty() ? "" : reinterpret_cast<const char*>(body.data()));
        }
        set(CURLOPT_CUSTOMREQUEST, method);
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &lookAtInterrupt);
        set(CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&m_interrupted));
    }

    void setSecurity()
    {
        set(CURLOPT_PROTOCOLS_STR, "https");
        set(CURLOPT_PROXY, ""); // not even one that the environment names
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_CAINFO, m_options.authority.c_str());
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr)); // the machine's own authorities are none of ours
        set(CURLOPT_SSLCERT, m_options.certificate.c_str());
        set(CURLOPT_SSLKEY, m_options.key.c_str());
        set(CURLOPT_SSL_SESSIONID_CACHE, 0L); // a new connection shows both certificates anew
    }

    std::string judged(CURLcode code, Received received)
    {
        if (received.tooLong) throw CentralError(Failure::of("CENTRE-ANSWER", "longer than allowed"));
        if (code != CURLE_OK) throw CentralError(failureOf(code, m_words));
        long status = 0;
        curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &status);
        if (status >= 200 && status < 300) return std::move(received.body);
        if (status < 400) throw CentralError(Failure::of("CENTRE-ANSWER", "status " + std::to_string(status)));
        curl_off_t wait = 0;
        curl_easy_getinfo(m_handle.get(), CURLINFO_RETRY_AFTER, &wait);
        throw CentralError(refusalOf(status, received.body), wait > 0 ? std::optional(std::chrono::seconds(wait)) : std::nullopt);
    }

    struct Free {
        void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    };
    const HttpCentralOptions& m_options;
    const std::atomic<bool>& m_interrupted;
    std::optional<std::chrono::steady_clock::time_point> m_endBy;
    std::unique_ptr<CURL, Free> m_handle;
    char m_words[CURL_ERROR_SIZE] = {};
};

HttpCentral::HttpCentral(HttpCentralOptions options) : m_options(std::move(options))
{
    if (!m_options.url.starts_with("https://")) throw UsageError(Failure::of("USAGE", "the centre's address must begin with https://"));
    while (m_options.url.ends_with('/')) m_options.url.pop_back();
    for (const auto* file : {&m_options.authority, &m_options.certificate, &m_options.key}) {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(*file, ignored)) throw CentralError(Failure::of("CENTRE-TLS", file->filename().string() + " is missing"));
    }
    m_connection = std::make_unique<Connection>(m_options, m_interrupted);
}

HttpCentral::~HttpCentral() = default;

void HttpCentral::endBy(std::optional<std::chrono::steady_clock::time_point> instant) { m_connection->endBy(instant); }

void HttpCentral::interrupt() noexcept { m_interrupted.store(true, std::memory_order_relaxed); }

PostAnswer HttpCentral::postEntries(const Guid& log, std::span<const JournalEntry> entries)
{
    auto list = json::array();
    for (const auto& entry : entries) list.push_back(entryToJson(entry));
    const auto body = json{{"entries", std::move(list)}}.dump();
    const auto text = m_connection->perform("POST", "/v1/log/" + log.text() + "/entries", bytesOf(body), jsonType, m_options.requestTimeout);
    const auto object = api::parse(text);
    PostAnswer answer;
    answer.next = api::number(object, "next", INT64_MAX);
    const auto& results = api::member(object, "results");
    if (!results.is_array() || results.size() > entries.size()) api::refuse("results");
    for (const auto& result : results) answer.results.push_back(answerFrom(result));
    return answer;
}

void HttpCentral::putPortrait(const Guid& log, const Sha256Digest& reference, ByteView jpeg)
{
    m_connection->perform("PUT", "/v1/log/" + log.text() + "/portraits/" + toHex(reference), jpeg, "image/jpeg", m_options.requestTimeout);
}

DeliveriesAnswer HttpCentral::deliveries(const Guid& log, std::uint64_t after, std::chrono::seconds wait)
{
    const auto path = "/v1/log/" + log.text() + "/deliveries?after=" + std::to_string(after) + "&wait=" + std::to_string(wait.count());
    const auto object = api::parse(m_connection->perform("GET", path, {}, nullptr, m_options.requestTimeout + wait));
    DeliveriesAnswer answer;
    answer.cursor = api::number(object, "cursor", INT64_MAX);
    const auto& list = api::member(object, "deliveries");
    if (!list.is_array()) api::refuse("deliveries");
    for (const auto& item : list) answer.deliveries.push_back(deliveryFrom(item));
    return answer;
}

void HttpCentral::health()
{
    const auto object = api::parse(m_connection->perform("GET", "/healthz", {}, nullptr, m_options.requestTimeout));
    if (api::text(object, "status") != "ok") api::refuse("status");
}

} // namespace cardwright
