#pragma once

#include "core/policy/PrintPolicy.h"

#include <QString>
#include <QStringList>

namespace cardwright::ui {

/// Lines and the size at which they are set.
struct FittedText {
    QStringList lines;
    double size = 0;
    bool whole = true;   ///< nothing was cut
    bool wrapped = false; ///< a line had to be broken that ends nowhere by rule
};

/// By rule: first the type shrinks in steps of 0.1 to shrinkTo, each line of the content on one line; then lines are broken after words,
/// then between letters, each from shrinkTo down to the smallest; last it is cut after a word and `whole` says so.
FittedText fitText(const PrintElement& element, const QString& content);

/// The first of these steps alone: what it would be without breaking a line. whole: it fits so.
FittedText fitByShrinking(const PrintElement& element, const QString& content);

} // namespace cardwright::ui
