#pragma once

#include "app/workstation/Context.h"
#include "app/workstation/JobRunner.h"
#include "app/workstation/ReaderDesk.h"
#include "ui/bridge/DeskPort.h"

#include <memory>

namespace cardwright::workstation {

class AccessService;
class SessionService;
class ActService;
class CardService;
class IssueService;
class PhotoService;
class PeopleService;
class PrintService;
class BadgeService;
class RecordsService;
class ExceptionService;
class TermsService;
class TrustService;
class TrayService;

/// The window's port over the runtime: one object per part of the port, each small. Lives on the GUI thread.
class Backend final : public ui::DeskPort {
public:
    Backend(runtime::Workstation& desk, Poster toGui, ReaderChoice readers);
    ~Backend() override;

    void setEvents(ui::DeskEvents* events) override;
    ui::SessionPort& session() override;
    ui::CardPort& card() override;
    ui::ActsPort& acts() override;
    ui::IssuePort& issue() override;
    ui::RecordsPort& records() override;
    ui::ExceptionsPort& exceptions() override;
    ui::TrustPort& trust() override;
    ui::TrayPort* tray() override;
    ui::AccessPort* access() override;
    ui::PhotoPort* photo() override;
    ui::PeoplePort* people() override;
    ui::PrintPort* print() override;
    ui::BadgePort* badges() override;
    ui::TermsPort* terms() override;

    /// A few times a second: the watchdog over the card thread.
    void tick();
    bool hungThread() const noexcept { return m_jobs.hungThread(); }

private:
    Context m_context;
    ReaderDesk m_readers;
    JobRunner m_jobs;
    std::unique_ptr<SessionService> m_session;
    std::unique_ptr<CardService> m_card;
    std::unique_ptr<ActService> m_acts;
    std::unique_ptr<IssueService> m_issue;
    std::unique_ptr<PhotoService> m_photo;
    std::unique_ptr<RecordsService> m_records;
    std::unique_ptr<ExceptionService> m_exceptions;
    std::unique_ptr<PeopleService> m_people;
    std::unique_ptr<PrintService> m_print;
    std::unique_ptr<BadgeService> m_badges;
    std::unique_ptr<TermsService> m_terms;
    std::unique_ptr<TrustService> m_trust;
    std::unique_ptr<AccessService> m_access;
    std::unique_ptr<TrayService> m_tray;
};

} // namespace cardwright::workstation
