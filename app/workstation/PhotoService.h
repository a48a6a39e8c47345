#pragma once

#include "app/workstation/Context.h"
#include "core/portrait/PhotoCheck.h"
#include "ui/bridge/PhotoPort.h"

#include <atomic>

namespace cardwright::workstation {

/// The picture in the hand. Decoding, looking for the face and measuring have a thread of their own: the window asks at every move of the
/// frame, and what was overtaken by then is not worked on.
class PhotoService final : public ui::PhotoPort {
public:
    explicit PhotoService(Context& context);
    ~PhotoService() override;

    void open(const std::string& path, ui::Then<ui::PhotoPicture> then) override;
    void openOctets(Bytes octets, ui::Then<ui::PhotoPicture> then) override;
    void use(std::uint64_t picture, const ui::PhotoPart& part, ui::Then<ui::PortraitAnswer> then) override;
    void close() override;
    std::vector<ui::PhotoReasonChoice> reasons() const override;
    ui::PhotoGuides guides() const override;
    void figures(ui::Then<ui::PhotoFigures> then) override;

private:
    struct Open;
    void openFrom(std::function<PortraitFile()> source, ui::Then<ui::PhotoPicture> then);
    ui::PhotoPicture take(PortraitFile file, std::uint64_t number);
    ui::PortraitAnswer measured(std::uint64_t picture, const ui::PhotoPart& part);

    Context& m_context;
    std::uint64_t m_pictures = 0; ///< GUI thread
    std::atomic<std::uint64_t> m_latest{0};
    // Of the photo thread only:
    std::unique_ptr<Open> m_open;
    std::unique_ptr<PhotoJudge> m_judge;
    std::unique_ptr<runtime::Executor> m_thread; ///< last: joined before what it works on goes
};

/// What was measured, in the window's values.
ui::PortraitAnswer portraitAnswer(const PhotoReport& report, const Portrait& portrait, int width, int height, const PhotoPolicy& policy);

} // namespace cardwright::workstation
