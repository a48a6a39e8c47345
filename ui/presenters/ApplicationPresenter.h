#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <vector>

namespace cardwright::ui {

enum class FlowStep { person, evidence, photo, access, passcode, card, print, done };

struct FlowStepView {
    QString title;
    QString second; ///< why it is not finished
    bool done = false;
    bool warns = false;
};

/// One application for a card: the draft, what the core says of it, and which step is true already. Each change is kept
/// on this desk by itself; nothing typed is ever lost by going back.
class ApplicationPresenter final : public QObject {
    Q_OBJECT

public:
    explicit ApplicationPresenter(DeskHub& hub, QObject* parent = nullptr);

    bool active() const noexcept { return m_active; }
    void begin();
    void take(IssueDraft draft); ///< a kept draft or a sample applicant
    /// Documents and photo of somebody who is on record, taken afresh for another act: nothing of it is kept or listed as an application.
    void beginCheck(const PersonFields& person, const Holder& known = {});
    bool checkOnly() const noexcept { return m_checkOnly; }
    void end();                  ///< the card is issued or the application given up

    const IssueDraft& draft() const noexcept { return m_draft; }
    const PersonCheck& personCheck() const noexcept { return m_person; }
    const EvidenceReport& evidence() const noexcept { return m_evidence; }
    const PortraitAnswer& portrait() const noexcept { return m_portrait; }
    bool portraitLoading() const noexcept { return m_portraitLoading; }
    QString lastKeepFailure() const { return m_keepFailure; }

    /// Another one after each begin() and take(): pages that show fields fill them anew.
    int generation() const noexcept { return m_generation; }

    FlowStep step() const noexcept { return m_step; }
    void goTo(FlowStep step);

    void setPerson(const PersonFields& person);
    void putDocument(int index, const DocumentFields& document); ///< index -1: a new one
    void removeDocument(int index);
    /// What a way to pass wants besides documents; empty: not answered.
    /// Who is much like this person was looked at, and is somebody else.
    void setCompared(std::vector<std::string> with, const std::string& whyOther);
    /// Of the people who are much like this one some were not compared yet, or nobody said why they are others.
    bool comparisonDue() const;
    void setAnswer(const std::string& id, const std::string& value);
    std::string answer(const std::string& id) const;
    /// Fields of the person that a document showed, where nothing was typed yet.
    void offerPerson(const PersonFields& seen);
    void beginPhoto();                          ///< a picture is being opened: why the last one was taken does not count for it
    void takePhoto(const PortraitAnswer& answer); ///< refused: what was there before stays
    void setPhotoReason(const std::string& reason);
    void dropPhoto(); ///< taken back: as before one was taken
    void keep(); ///< now, not after a pause: the window closes
    void park(); ///< kept and listed among the waiting
    void askAgain(); ///< the same draft may be judged anew: an exception was asked for or decided
    /// Forgets what is in memory; what was kept is kept. For a clean desk.
    void leave();

    bool personDone() const;
    /// Passed, or a second person said that it goes on all the same.
    bool evidenceDone() const { return (m_evidence.passed || byException()) && !m_draft.documents.empty(); }
    bool byException() const { return m_evidence.exception && m_evidence.exception->state == ExceptionState::approved && !m_evidence.passed; }
    /// An exception waits: the rest can be done meanwhile.
    bool exceptionWaits() const { return m_evidence.exception && m_evidence.exception->state == ExceptionState::waiting && !m_evidence.passed; }
    bool photoDone() const { return !m_draft.portrait.empty() && (!photoAdvised() || !m_draft.photoReason.empty()); }
    /// Something about the photo lies outside what policy advises.
    bool photoAdvised() const;
    /// Positions and requests of whoever this is, where they are recorded already.
    const PersonAccess& access() const noexcept { return m_access; }
    /// A position is approved, or the site does not ask for one before the card.
    bool accessDone() const { return !m_access.neededBeforeIssue || m_access.finished; }
    bool readyForCard() const { return personDone() && evidenceDone() && photoDone() && accessDone(); }
    /// The first step that is not true yet.
    FlowStep firstUnfinished() const;
    std::vector<FlowStepView> steps() const;
    std::vector<QString> missing() const;

    QString name() const;     ///< "Callum Pemberton-Roy", or "A new person"
    QString headRest() const; ///< "born 14 August 1991, Community physiotherapist"
    Holder holder() const;    ///< the person as the card face needs them

Q_SIGNALS:
    void changed();      ///< anything: pages refresh from the getters
    void stepChanged();
    void portraitAnswered();

private:
    void edited();
    void keepNow();
    void askPerson();
    void askEvidence();
    void askAccess();

    DeskHub& m_hub;
    QTimer m_keep;
    QTimer m_ask;
    bool m_active = false;
    bool m_checkOnly = false;
    int m_generation = 0;
    Holder m_known; ///< of a check: the person as the record has them
    IssueDraft m_draft;
    FlowStep m_step = FlowStep::person;
    PersonCheck m_person;
    bool m_personKnown = false;
    EvidenceReport m_evidence;
    PortraitAnswer m_portrait;
    bool m_portraitLoading = false;
    QString m_keepFailure;
    int m_personAsked = 0;
    int m_evidenceAsked = 0;
    PersonAccess m_access;
    int m_accessAsked = 0;
};

/// "14 8 1991", "14/08/1991", "14 August 1991", "1991-08-14" -> ISO; what is no date comes back as typed.
QString understoodDate(const QString& typed);
/// ISO -> "14 August 1991"; anything else unchanged.
QString shownDate(const std::string& iso);

} // namespace cardwright::ui
