#pragma once

#include "ui/widgets/HolderTermsView.h"

#include <QVector>
#include <QWidget>

namespace cardwright::ui {

class TextBlock;

inline constexpr int holderSectionGap = 20;

/// One section as it stands on a page that somebody reads.
class SectionView : public QWidget {
    Q_OBJECT
public:
    explicit SectionView(const ReadingSection& section, QWidget* parent = nullptr);
    int heightIn(int width) const;

private:
    QVector<TextBlock*> m_blocks;
};

/// The text on as few pages as it needs, and those as evenly filled as its sections allow: no clause is left alone on the last one. A
/// section stays whole; one that no page holds is split between its paragraphs, and a paragraph that no page holds between its words.
/// firstRoom: of the first page, which says more above its text.
QVector<HolderPage> pagesOf(const ReadingText& text, int width, int firstRoom, int room);

} // namespace cardwright::ui
