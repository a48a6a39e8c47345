#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class CheckRow;
class Label;
class Panel;
class PrimaryButton;

/// A sponsor's delegated list: which positions they give without asking anybody. Nobody sets their own.
class PositionsList final : public QWidget {
    Q_OBJECT

public:
    explicit PositionsList(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// list: nullptr where there is no sponsor. What was ticked for the same one stays until it is kept.
    void present(const DelegatedRow* list, const std::vector<CatalogueRow>& catalogue);

Q_SIGNALS:
    void done();
    void said(const QString& words);

private:
    void showRows();
    std::vector<std::string> ticked() const;
    void holdButtons();
    void keep();

    DeskHub& m_hub;
    DelegatedRow m_list;
    std::vector<CatalogueRow> m_catalogue; ///< open ones
    std::vector<CheckRow*> m_checks;       ///< as m_catalogue
    Banner* m_trouble;
    Panel* m_panel;
    Label* m_name;
    QVBoxLayout* m_rows;
    PrimaryButton* m_keep;
};

} // namespace cardwright::ui
