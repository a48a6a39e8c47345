#pragma once

#include "ui/bridge/PhotoPort.h"
#include "ui/presenters/ApplicationPresenter.h"

#include <QImage>
#include <QObject>
#include <QTimer>

namespace cardwright::ui {

/// The picture in the agent's hand and the part of it that is used. Each move is measured behind the window once the hand rests; the
/// application has the portrait of the last part that was measured.
class PhotoPresenter final : public QObject {
    Q_OBJECT

public:
    PhotoPresenter(DeskHub& hub, ApplicationPresenter& application, QObject* parent = nullptr);

    void openFile(const QString& path);
    void openOctets(Bytes octets);
    /// The portrait of an application that was kept: it can be looked at, and cut smaller.
    void openKept();
    /// Puts the picture away; the application keeps its portrait.
    void close();

    bool hasPicture() const noexcept { return m_picture.picture != 0; }
    bool opening() const noexcept { return m_opening; }
    bool measuring() const noexcept { return m_measuring || m_rest.isActive(); }
    const PhotoPicture& picture() const noexcept { return m_picture; }
    const QImage& preview() const noexcept { return m_preview; }
    const PhotoPart& part() const noexcept { return m_part; }

    /// Brought inside the picture: as large as fits, never under what a card needs.
    void setPart(PhotoPart part);
    void move(int across, int down); ///< in steps of a two-hundredth of the part's width
    void scale(int steps);           ///< about its middle, by a fiftieth; positive: the head becomes larger
    void turn(int tenths);
    void reset();

    std::vector<PhotoReasonChoice> reasons() const;
    PhotoGuides guides() const;

Q_SIGNALS:
    void pictureChanged();
    void partChanged();
    void measuredChanged(); ///< begun or ended

private:
    void taken(const PhotoPicture& picture, bool kept);
    void measure();

    DeskHub& m_hub;
    ApplicationPresenter& m_application;
    QTimer m_rest;
    PhotoPicture m_picture;
    QImage m_preview;
    PhotoPart m_part;
    PhotoPart m_proposed;
    int m_generation = -1;
    int m_asked = 0;
    bool m_opening = false;
    bool m_measuring = false;
};

} // namespace cardwright::ui
