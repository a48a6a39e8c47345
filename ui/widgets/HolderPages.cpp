#include "ui/widgets/HolderPages.h"

#include "ui/widgets/TextBlock.h"

#include <QCoreApplication>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <vector>

namespace cardwright::ui {

namespace {

constexpr int readableWidth = 1040; // longer lines are lost on the way back
constexpr int paragraphGap = 8;

/// What stays together on one page: a section, or a part of a very long one; the last with the ending.
struct Block {
    QVector<ReadingSection> sections;
    int section = 0; ///< of the text
    int height = 0;
};

int heightOf(const ReadingSection& section, int width) { return SectionView(section).heightIn(width); }

/// As many words of it as there is room for after `part`, at least one: the place behind them.
int cutOf(const QString& paragraph, const ReadingSection& part, int width, int room)
{
    QVector<int> ends;
    for (int at = 0; at < paragraph.size(); ++at)
        if (paragraph[at].isSpace()) ends << at;
    ends << static_cast<int>(paragraph.size());
    const auto fits = [&](int end) {
        auto tried = part;
        tried.paragraphs << paragraph.left(end);
        return heightOf(tried, width) <= room;
    };
    const auto past = std::partition_point(ends.cbegin(), ends.cend(), fits);
    return past == ends.cbegin() ? ends.front() : *std::prev(past);
}

QVector<ReadingSection> partsOf(const ReadingSection& section, int width, int room)
{
    if (heightOf(section, width) <= room) return {section};
    QVector<ReadingSection> parts;
    ReadingSection part{section.title, {}};
    const auto close = [&] {
        parts << part;
        part = {section.title.isEmpty() ? QString() : QCoreApplication::translate("HolderTermsView", "%1, continued").arg(section.title), {}};
    };
    for (QString rest : section.paragraphs) {
        while (!rest.isEmpty()) {
            auto tried = part;
            tried.paragraphs << rest;
            if (heightOf(tried, width) <= room) {
                part = tried;
                break;
            }
            if (part.paragraphs.isEmpty()) { // alone on its page, and still too long
                const int cut = cutOf(rest, part, width, room);
                part.paragraphs << rest.left(cut).trimmed();
                rest = rest.mid(cut).trimmed();
            }
            close();
        }
    }
    if (!part.paragraphs.isEmpty()) parts << part;
    return parts;
}

QVector<Block> blocksOf(const ReadingText& text, int width, int firstRoom, int room)
{
    QVector<Block> blocks;
    for (int at = 0; at < text.sections.size(); ++at)
        for (const auto& part : partsOf(text.sections[at], width, blocks.isEmpty() ? firstRoom : room)) blocks << Block{{part}, at, heightOf(part, width)};
    if (text.ending.isEmpty()) return blocks;
    for (const auto& part : partsOf({{}, {text.ending}}, width, room)) {
        const int needed = heightOf(part, width);
        const int space = blocks.size() == 1 ? firstRoom : room;
        if (!blocks.isEmpty() && blocks.last().height + holderSectionGap + needed <= space) {
            blocks.last().sections << part; // what agreeing means does not stand without the last clause
            blocks.last().height += holderSectionGap + needed;
        } else {
            blocks << Block{{part}, static_cast<int>(text.sections.size()) - 1, needed};
        }
    }
    return blocks;
}

} // namespace

SectionView::SectionView(const ReadingSection& section, QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(paragraphGap);
    const auto add = [&](const QString& words, TextStyle style) {
        auto* block = new TextBlock(words, style, Colour::Text, this);
        block->setMaximumLineWidth(readableWidth);
        column->addWidget(block);
        m_blocks << block;
    };
    if (!section.title.isEmpty()) add(section.title, TextStyle::Title2);
    for (const QString& paragraph : section.paragraphs) add(paragraph, TextStyle::HolderBody);
}

int SectionView::heightIn(int width) const
{
    int height = 0;
    for (const TextBlock* block : m_blocks) height += block->heightForWidth(width) + paragraphGap;
    return std::max(0, height - paragraphGap);
}

QVector<HolderPage> pagesOf(const ReadingText& text, int width, int firstRoom, int room)
{
    constexpr auto never = std::numeric_limits<double>::infinity();
    const auto blocks = blocksOf(text, width, firstRoom, room);
    const auto count = static_cast<std::size_t>(blocks.size());
    // Of the blocks from here to the end: how many pages they need, and what all those leave empty, squared, so that even pages win.
    struct Rest {
        int pages = 0;
        double empty = 0;
        int next = 0; ///< the first block of the page after this one
    };
    std::vector<Rest> rests(count + 1);
    for (std::size_t from = count; from-- > 0;) {
        const int space = from == 0 ? firstRoom : room;
        Rest best{std::numeric_limits<int>::max(), never, 0};
        int used = -holderSectionGap;
        for (std::size_t to = from; to < count; ++to) {
            used += holderSectionGap + blocks[static_cast<int>(to)].height;
            if (used > space && to > from) break; // one block alone is taken whatever its height
            const auto& rest = rests[to + 1];
            const double left = std::max(0, space - used);
            const Rest made{rest.pages + 1, rest.empty + left * left, static_cast<int>(to) + 1};
            if (made.pages < best.pages || (made.pages == best.pages && made.empty < best.empty)) best = made;
        }
        rests[from] = best;
    }
    QVector<HolderPage> pages;
    for (int at = 0; at < static_cast<int>(count);) {
        HolderPage page;
        page.first = blocks[at].section;
        for (const int end = rests[static_cast<std::size_t>(at)].next; at < end; ++at) {
            page.sections << blocks[at].sections;
            page.last = blocks[at].section;
        }
        pages << page;
    }
    return pages;
}

} // namespace cardwright::ui
