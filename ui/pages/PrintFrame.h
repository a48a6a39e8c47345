#pragma once

#include "ui/pages/PageTools.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

/// A page on which something is printed: its title with the way back (Esc), what went wrong, then side by side what is printed and how.
/// Answers with that row.
inline QHBoxLayout* framePrint(QWidget* page, const QString& title, SecondaryButton* leave, Banner* trouble)
{
    auto* head = new PageHead;
    head->setTitle(title);
    leave->setIconName(QStringLiteral("back"));
    leave->setKeyCap(QCoreApplication::translate("PrintFrame", "Esc"));
    head->addButton(leave);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(trouble);
    column->addLayout(row, 1);
    return row;
}

} // namespace cardwright::ui
