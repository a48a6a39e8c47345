#pragma once

#include "ui/presenters/DeskPresenter.h"

namespace cardwright::ui {

// Of the desk page: what is offered on a card of ours, the likeliest first, and why something may not be done now.

/// From when a card may be renewed without an exception, in a sentence.
QString notBefore(std::int64_t from);
bool isDue(const SubjectCard& card, DueKind kind);
void setPill(DeskView& view, const QString& text, const char* icon, Tone tone);
/// An act with its permission asked: the one that the role lacks says so.
DeskAction offered(const DeskAnswers& answers, DeskAct act, const QString& verb, const QString& line, const char* icon, const QString& key);
/// State, likeliest act, what is due, and the further acts of a card of ours.
void showOurs(DeskView& view, const SubjectCard& card, const DeskAnswers& answers);

} // namespace cardwright::ui
