#include "tests/bench/Site.h"

#include "app/runtime/TrainingSite.h"

#include <stdexcept>
#include <unistd.h>

namespace cardwright::bench {

Site::Site(const Size& size) : m_folder((size.folder.empty() ? m_own.path() : size.folder) / ("bench-site-" + std::to_string(::getpid())))
{
    runtime::makeTrainingSite(m_folder, std::nullopt);
    runtime::Workstation::Options options;
    options.site = m_folder;
    options.pcsc = false;
    m_desk = std::make_unique<runtime::Workstation>(std::move(options));
}

Site::~Site()
{
    m_desk.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

void Site::signIn()
{
    const auto outcome = m_desk->signInTrainingAgent();
    if (!outcome.signedIn()) throw std::runtime_error(codeOf(outcome.kind));
}

} // namespace cardwright::bench
