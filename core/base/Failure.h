#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cardwright {

/// Whose trouble it is. Decides the exit code of a command and where a screen shows it.
enum class FailureKind {
    usage,    ///< the request itself cannot be understood (exit 2)
    refused,  ///< a rule says no (exit 3)
    card,     ///< card, reader or the PC/SC service (exit 4)
    centre,   ///< the central service or the way to it (exit 5)
    store,    ///< the store, the disk or the site folder (exit 6)
    internal, ///< a defect of ours (exit 70)
};

/// What went wrong, as a value: never carries a secret, a stack trace or a raw response.
struct Failure {
    FailureKind kind = FailureKind::internal;
    std::string code;     ///< stable, upper case: CARD-REMOVED; the key into FailureCatalogue and the built-in help
    std::string cause;    ///< one plain sentence
    std::string nextStep; ///< one plain sentence: what to do now
    std::string detail;   ///< optional: the field, path, reader or step it concerns
    std::optional<std::uint16_t> statusWord;
    std::optional<int> triesLeft;

    /// The failure of this code with the catalogue's words, `detail` added. An unknown code is a defect (internal).
    static Failure of(std::string_view code, std::string detail = {});
    /// Likewise with a cause that names what it found; the next step stays the catalogue's.
    static Failure because(std::string_view code, std::string cause, std::string detail = {});
};

/// What stops a step. Every exception that Cardwright throws on purpose is one of these; layers add their own
/// classes (TransportError, CardError, StoreError ...) so that a caller can tell which floor spoke.
class FailureError : public std::runtime_error {
public:
    explicit FailureError(Failure failure);
    const Failure& failure() const noexcept { return m_failure; }

private:
    Failure m_failure;
};

/// A rule said no.
class RefusedError : public FailureError {
public:
    using FailureError::FailureError;
};

/// The request itself cannot be understood.
class UsageError : public FailureError {
public:
    using FailureError::FailureError;
};

/// The one place where exceptions become values: used at every thread boundary and at the end of main.
Failure failureFrom(std::exception_ptr error) noexcept;

/// The exit code of cardwrightctl for a failure of this kind.
int exitCodeOf(FailureKind kind) noexcept;

} // namespace cardwright
