#include "app/runtime/Workstation.h"

#include "core/access/DutyRules.h"

namespace cardwright::runtime {

TakenPhoto Workstation::takePhoto(const IssueRequest& request)
{
    const auto& policy = m_material.photo;
    if (!request.photoReason.empty() && policy.reason(request.photoReason) == nullptr) {
        throw RefusedError(Failure::of("PHOTO-REASON", request.photoReason + " is none of " + policy.id.text()));
    }
    const auto file = PortraitFile::load(request.portraitFile, policy.limits);
    const auto box = request.crop.value_or(file.proposedCrop());
    const auto cut = file.cut(box, request.turn);
    const auto report = PhotoJudge().judge(cut, std::min(box.width, file.width()), policy.bounds);
    return {PortraitFile::encode(cut), standingOf(report, policy.id.id, policy.id.version, report.clean() ? std::string() : request.photoReason)};
}

PhotoFigures Workstation::photoFigures()
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::reportRead), nameOf(Permission::reportRead));
    return m_store->call([](Store& store) { return cardwright::photoFigures(store); });
}

} // namespace cardwright::runtime
