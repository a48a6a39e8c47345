#pragma once

#include "ui/bridge/PhotoPort.h"

#include <QImage>
#include <QObject>

#include <functional>
#include <string>
#include <vector>

namespace cardwright::ui::test {

/// A photo desk that measures what the test says: the file is real, its verdict is scripted.
class FakePhoto final : public PhotoPort {
public:
    void open(const std::string& path, Then<PhotoPicture> then) override;
    void openOctets(Bytes octets, Then<PhotoPicture> then) override;
    void use(std::uint64_t picture, const PhotoPart& part, Then<PortraitAnswer> then) override;
    void close() override { ++closed; }
    std::vector<PhotoReasonChoice> reasons() const override;
    PhotoGuides guides() const override { return {}; }
    void figures(Then<PhotoFigures> then) override;

    /// What the next part is said to be; nothing: good.
    enum class Verdict { good, oneSideDark, several, tooSmallHead };
    Verdict verdict = Verdict::good;
    std::vector<PhotoPart> used; ///< each part that was asked for
    std::vector<std::string> opened;
    int octetsOpened = 0;
    int closed = 0;
    PhotoFigures counted;
    std::optional<Failure> refuse; ///< the next picture is refused with this

private:
    PhotoPicture pictureOf(const QImage& image);
    void later(std::function<void()> task);
    QObject m_loop; ///< its timers die with the desk
    QImage m_image;
    std::uint64_t m_picture = 0;
};

} // namespace cardwright::ui::test
