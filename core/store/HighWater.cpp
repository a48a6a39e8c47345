#include "core/store/HighWater.h"

#include "core/journal/JournalError.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

namespace cardwright::highWater {

namespace {

constexpr std::size_t largest = 16u * 1024;

std::optional<Checkpoint> written(const SiteFolder& site)
{
    std::error_code ignored;
    if (!std::filesystem::exists(site.highWaterFile(), ignored)) return std::nullopt;
    try {
        return Checkpoint::parse(toText(readWholeFile(site.highWaterFile(), largest)));
    } catch (const JournalError&) {
        throw StoreError(Failure::of("STORE-TAMPERED", "workstation/high-water"));
    }
}

} // namespace

void raise(const SiteFolder& site, const Checkpoint& checkpoint)
{
    try {
        const auto before = written(site);
        if (before && before->log == checkpoint.log && before->size >= checkpoint.size) return;
    } catch (const StoreError&) {
        // What cannot be read was reported at the opening; a new mark is better than none.
    }
    writePrivateFile(site.highWaterFile(), bytesOf(checkpoint.text()));
}

std::optional<Checkpoint> read(const SiteFolder& site, const Certificate& signing)
{
    auto mark = written(site);
    if (mark && !mark->signedBy(workstationKeyName(site.description().workstation), signing.publicKey())) {
        throw StoreError(Failure::of("STORE-TAMPERED", "workstation/high-water"));
    }
    return mark;
}

} // namespace cardwright::highWater
