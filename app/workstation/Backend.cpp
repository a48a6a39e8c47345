#include "app/workstation/Backend.h"

#include "app/workstation/AccessService.h"
#include "app/workstation/ActService.h"
#include "app/workstation/CardService.h"
#include "app/workstation/ExceptionService.h"
#include "app/workstation/IssueService.h"
#include "app/workstation/PhotoService.h"
#include "app/workstation/PeopleService.h"
#include "app/workstation/PrintService.h"
#include "app/workstation/RecordsService.h"
#include "app/workstation/SessionService.h"
#include "app/workstation/TermsService.h"
#include "app/workstation/TrayService.h"
#include "app/workstation/TrustService.h"

namespace cardwright::workstation {

Backend::Backend(runtime::Workstation& desk, Poster toGui, ReaderChoice readers)
    : m_context(desk, std::move(toGui)),
      m_readers(m_context, std::move(readers)),
      m_jobs(m_context, m_readers),
      m_session(std::make_unique<SessionService>(m_context, m_readers)),
      m_card(std::make_unique<CardService>(m_context, m_readers, m_jobs)),
      m_acts(std::make_unique<ActService>(m_context, *m_card)),
      m_issue(std::make_unique<IssueService>(m_context)),
      m_photo(std::make_unique<PhotoService>(m_context)),
      m_records(std::make_unique<RecordsService>(m_context)),
      m_exceptions(std::make_unique<ExceptionService>(m_context)),
      m_people(std::make_unique<PeopleService>(m_context)),
      m_print(std::make_unique<PrintService>(m_context)),
      m_badges(std::make_unique<BadgeService>(m_context)),
      m_terms(std::make_unique<TermsService>(m_context)),
      m_trust(std::make_unique<TrustService>(m_context)),
      m_access(std::make_unique<AccessService>(m_context))
{
    if (desk.tray() != nullptr) m_tray = std::make_unique<TrayService>(m_context, *desk.tray());
    m_context.sessionEnded = [this] {
        m_context.readTerms.reset();
        m_jobs.sessionEnded();
    };
    m_jobs.afterJob = [this] { m_records->refreshCentre(); }; // what waits has changed, and the window says so at once
    desk.readers().tellWhenBusy([this, post = m_context.toGui](const std::string& reader, const std::optional<std::string>& holder) {
        post([this, reader, holder] { m_readers.readerBusy(reader, holder); });
    });
    desk.readers().start([this, post = m_context.toGui](const std::vector<ReaderState>& states) {
        post([this, states] { m_readers.readersChanged(states); });
    });
}

Backend::~Backend()
{
    // Nothing may call back any more: first those who speak by themselves, then the threads that still answer.
    m_context.desk.readers().stop();
    m_context.desk.readers().tellWhenBusy({});
    m_jobs.stop(); // before the centre is: a job that it kept waiting would else go on with its card
    m_context.desk.synchroniser().stop();
    m_photo.reset(); // its thread with it
    m_people->stopReading();
    m_context.hrThread.reset();
    m_context.agentThread.reset();
    m_context.fileThread.reset();
    m_context.deskThread.reset();
    m_context.cardThread.reset();
    m_context.desk.store().call([](Store&) {}); // what was asked of the store is answered or dropped by now
}

void Backend::setEvents(ui::DeskEvents* events)
{
    m_context.events = events;
    if (events == nullptr) return;
    m_context.toGui([this] {
        if (m_context.events == nullptr) return;
        m_context.events->readersChanged(m_readers.tiles());
        m_context.events->agentCardChanged(m_readers.agentCard());
        m_context.events->subjectCardChanged(m_readers.subjectCard());
        m_context.events->centreChanged(m_records->centre());
        if (m_tray) m_tray->refresh();
    });
}

ui::SessionPort& Backend::session() { return *m_session; }
ui::CardPort& Backend::card() { return *m_card; }
ui::ActsPort& Backend::acts() { return *m_acts; }
ui::IssuePort& Backend::issue() { return *m_issue; }
ui::RecordsPort& Backend::records() { return *m_records; }
ui::ExceptionsPort& Backend::exceptions() { return *m_exceptions; }
ui::TrustPort& Backend::trust() { return *m_trust; }
ui::PeoplePort* Backend::people() { return m_people.get(); }
ui::PrintPort* Backend::print() { return m_print.get(); }
ui::BadgePort* Backend::badges() { return m_badges.get(); }
ui::PhotoPort* Backend::photo() { return m_photo.get(); }
ui::TermsPort* Backend::terms() { return m_terms.get(); }
ui::AccessPort* Backend::access() { return m_access.get(); }
ui::TrayPort* Backend::tray() { return m_tray.get(); }

void Backend::tick() { m_jobs.tick(); }

} // namespace cardwright::workstation
