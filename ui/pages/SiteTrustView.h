#pragma once

#include "ui/bridge/DeskHub.h"

#include <QWidget>

class QGridLayout;

namespace cardwright::ui {

class Banner;
class Panel;

/// What this desk trusts and is trusted with: site and roster, signed policies, its keys and who opens them, the centre.
class SiteTrustView final : public QWidget {
    Q_OBJECT

public:
    explicit SiteTrustView(DeskHub& hub, QWidget* parent = nullptr);
    void ask();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    Panel* makePanel(const QString& title, const char* objectName);
    void arrange(bool narrow);
    void present(const SiteTrust& trust);
    void showSite(const SiteTrust& trust);
    void showPolicies(const SiteTrust& trust);
    void showKeys(const SiteTrust& trust);
    void showRecipients(const SiteTrust& trust);
    void showCentre(const SiteTrust& trust);

    DeskHub& m_hub;
    QGridLayout* m_grid;
    Banner* m_trouble;
    Panel* m_site;
    Panel* m_policies;
    Panel* m_keys;
    Panel* m_recipients;
    Panel* m_centre;
    bool m_narrow = false;
    int m_asks = 0;
};

} // namespace cardwright::ui
