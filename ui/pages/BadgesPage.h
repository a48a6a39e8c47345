#pragma once

#include "ui/bridge/BadgePort.h"
#include "ui/bridge/DeskHub.h"
#include "ui/print/PrintRun.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <map>

class QPlainTextEdit;
class QScrollArea;
class QVBoxLayout;

namespace cardwright::ui {

class BadgeHistory;
class Banner;
class CheckRow;
class ChoiceField;
class FacePreview;
class Field;
class Label;
class Panel;
class PrimaryButton;
class PrinterChoice;
class SecondaryButton;
class TextBlock;

/// ID badges: the list, one request with what its event needs, an e-mail pasted, an induction day's list, and the batch to print.
class BadgesPage final : public QWidget {
    Q_OBJECT

public:
    using Printers = std::function<QStringList()>;
    explicit BadgesPage(DeskHub& hub, Printers printers = {}, QWidget* parent = nullptr);
    void bindKeys();
    void open(const Guid& badge); ///< this one, once the list is there
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void leaving();
    void said(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum class Side { start, form, mail, day, badge, printing, quality };
    void makeStart(QVBoxLayout* column);
    void makeWhere(QVBoxLayout* column, Printers printers);
    void makeForm(QVBoxLayout* column);
    void makeMail(QVBoxLayout* column);
    void makeDay(QVBoxLayout* column);
    void makeBadge(QVBoxLayout* column);
    void makeRun(QVBoxLayout* column);
    void ask();
    void showList(BadgeList list);
    void show(Side side);
    void hold();
    void choose(const Guid& id);
    void showBadge(const BadgePrints& prints);

    void fillForm(const QString& event, const std::map<std::string, std::string>& values);
    BadgeDraft draft() const;
    void check();
    void showIssues(const BadgeCheck& check);
    void request();
    void readMail();
    void lookAtDay();
    void takeDay();
    void printWaiting();
    void printFaces(const BadgePrints& prints);
    void printedSoFar(int done, int of);
    void facesGone(const PrintRun::End& end);
    void quality(bool good);
    std::string reason(); ///< empty: the field says so
    void refuse();
    void withdraw();
    void trouble(const QString& title, const QString& sentence);
    void answered(const ActAnswer& answer, const QString& words);
    void stepBack();

    DeskHub& m_hub;
    Side m_now = Side::start;
    BadgeList m_badges;
    std::vector<BadgeEventChoice> m_events;
    std::map<std::string, Field*> m_fields;
    CheckRow* m_likeness = nullptr;
    Guid m_chosen;
    Guid m_wanted; ///< to be opened with the next list
    std::vector<Guid> m_printed;
    std::string m_printer;
    std::string m_digest;
    int m_asks = 0;
    int m_checks = 0;

    SecondaryButton* m_leave;
    Banner* m_trouble;
    Panel* m_list;
    SecondaryButton* m_new;
    SecondaryButton* m_mailOpen;
    SecondaryButton* m_dayOpen;
    SecondaryButton* m_print;
    TextBlock* m_startWords;
    Panel* m_start;
    Panel* m_wherePanel;
    PrinterChoice* m_where;
    Panel* m_form;
    ChoiceField* m_event;
    QVBoxLayout* m_fieldRows;
    Field* m_number;
    Field* m_photo;
    PrimaryButton* m_request;
    Panel* m_mail;
    QPlainTextEdit* m_text;
    PrimaryButton* m_read;
    Panel* m_day;
    Field* m_file;
    SecondaryButton* m_look;
    PrimaryButton* m_take;
    TextBlock* m_dayWords;
    QVBoxLayout* m_dayIssues;
    Panel* m_badge;
    FacePreview* m_face;
    TextBlock* m_about;
    BadgeHistory* m_history;
    Field* m_reason;
    SecondaryButton* m_refuse;
    SecondaryButton* m_withdraw;
    SecondaryButton* m_one;
    Panel* m_running;
    Label* m_soFar;
    SecondaryButton* m_stop;
    Panel* m_quality;
    SecondaryButton* m_good;
    SecondaryButton* m_bad;
};

} // namespace cardwright::ui
