#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/HolderTermsView.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class LogPanel;
class Panel;
class PageHead;
class SecondaryButton;
class TableModel;
class TableView;
class TextBlock;

/// What waits at this desk: jobs to repair, certificates to follow, parked applications.
class WorklistPage final : public QWidget {
    Q_OBJECT

public:
    explicit WorklistPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void setWorklist(const Worklist& worklist);

Q_SIGNALS:
    void draftWanted(const cardwright::Guid& id);
    void personWanted(const QString& userNumber);
    void exceptionsWanted();
    void loansWanted();
    void printsWanted();
    void badgesWanted();
    void requestsWanted();
    void positionsWanted(); ///< the catalogue

private:
    Panel* addBlock(const QString& title, const char* objectName);

    void showExceptions(const Worklist& worklist);
    void showLoans();
    void showPrinting();

    DeskHub& m_hub;
    QVBoxLayout* m_column;
    Panel* m_exceptions;
    Panel* m_requests;
    Panel* m_open;
    Panel* m_deferred;
    Panel* m_drafts;
    Panel* m_loans;
    Panel* m_printing;
};

/// The log: how it stands, what is done with it, and its newest entries.
class RecordsPage final : public QWidget {
    Q_OBJECT

public:
    explicit RecordsPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void said(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void ask();
    void showRows();

    DeskHub& m_hub;
    class PhotoReport* m_photos;
    SecondaryButton* m_photoReport;
    LogPanel* m_log;
    TableView* m_table;
    TableModel* m_model;
    std::vector<JournalRow> m_rows;
    int m_asks = 0;
};

/// Appearance of this desk; site, roster, policies, keys and centre as they are, read-only here.
class SetUpPage final : public QWidget {
    Q_OBJECT

public:
    explicit SetUpPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();

Q_SIGNALS:
    void positionsWanted(); ///< the catalogue

protected:
    void showEvent(QShowEvent* event) override;

private:
    void choose(Appearance appearance);
    QWidget* makeAppearance();

    DeskHub& m_hub;
    class SiteTrustView* m_trust;
    SecondaryButton* m_light;
    SecondaryButton* m_dark;
    SecondaryButton* m_contrast;
    SecondaryButton* m_positions;
};

/// Every failure code with its cause and next step, and the keys of the desk.
class HelpPage final : public QWidget {
    Q_OBJECT

public:
    /// holders: the help for card holders, shown to them; may be empty.
    explicit HelpPage(const QVector<ReadingSection>& holders = {}, QWidget* parent = nullptr);
    void bindKeys();
    void showCode(const QString& code);

Q_SIGNALS:
    void left();
    void holdersWanted(); ///< the help for holders, on the screen turned to one

protected:
    void showEvent(QShowEvent* event) override;

private:
    SecondaryButton* m_back;
    SecondaryButton* m_turn;
    TableView* m_table;
    TableModel* m_model;
    Panel* m_detail;
    TextBlock* m_cause;
    TextBlock* m_next;
    class Label* m_code;
};

/// Readers, card service, centre, store: what is right, and what to do about what is not.
class DiagnosisPage final : public QWidget {
    Q_OBJECT

public:
    explicit DiagnosisPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();

Q_SIGNALS:
    void left();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void ask();
    void showRows(const std::vector<DiagnosisRow>& rows);

    DeskHub& m_hub;
    SecondaryButton* m_back;
    SecondaryButton* m_again;
    TextBlock* m_summary;
    Panel* m_rows;
    int m_asked = 0;
};

} // namespace cardwright::ui
