#include "core/base/Failure.h"

#include "core/base/FailureCatalogue.h"

#include <new>

namespace cardwright {

Failure Failure::of(std::string_view code, std::string detail)
{
    const auto* words = failureWords(code);
    if (words == nullptr) {
        return {FailureKind::internal, std::string(code), "Cardwright met a state it has no words for.",
                "Write down the code and tell whoever looks after this desk.", std::move(detail), {}, {}};
    }
    return {words->kind, std::string(code), std::string(words->cause), std::string(words->nextStep), std::move(detail), {}, {}};
}

Failure Failure::because(std::string_view code, std::string cause, std::string detail)
{
    auto failure = of(code, std::move(detail));
    failure.cause = std::move(cause);
    return failure;
}

FailureError::FailureError(Failure failure)
    : std::runtime_error(failure.code + ": " + failure.cause), m_failure(std::move(failure))
{
}

Failure failureFrom(std::exception_ptr error) noexcept
{
    try {
        if (error) std::rethrow_exception(error);
        return Failure::of("INTERNAL");
    } catch (const FailureError& known) {
        return known.failure();
    } catch (const std::bad_alloc&) {
        return Failure::of("OUT-OF-MEMORY");
    } catch (const std::exception&) {
        // The text of a foreign exception may hold what it was working on: it stays inside.
        return Failure::of("INTERNAL");
    } catch (...) {
        return Failure::of("INTERNAL");
    }
}

int exitCodeOf(FailureKind kind) noexcept
{
    switch (kind) {
    case FailureKind::usage: return 2;
    case FailureKind::refused: return 3;
    case FailureKind::card: return 4;
    case FailureKind::centre: return 5;
    case FailureKind::store: return 6;
    case FailureKind::internal: break;
    }
    return 70;
}

} // namespace cardwright
