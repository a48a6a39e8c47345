#pragma once

#include <QString>

#include <string>
#include <vector>

class QWidget;

namespace cardwright::testing {

/// Something that somebody could read, and where.
struct Sighting {
    std::string where;
    std::string text;
    bool choices = false; ///< what a list offers to choose from, not what is said of anybody
};

/// Every word of this program's windows: what is painted (by whichever widget, also behind a fold), every text that a widget keeps
/// whether it is shown or not, all cells of all models in every role, what a screen reader is told, and the clipboard.
std::vector<Sighting> everythingShown(const std::string& where);

/// The words that are painted on this widget, each run as Qt lays it out; digits that are drawn one by one stand together.
QString paintedOn(QWidget& widget);

/// Where one of these words stands: as it is, or with spaces left out. Each place once.
std::vector<std::string> placesOf(const std::vector<std::string>& words, const std::vector<Sighting>& sightings, bool alsoChoices);

} // namespace cardwright::testing
