// libpcsclite's functions as pcsc/ calls them, answered by a FakePcsc. A program's own symbols come before those of a library.
#include "tests/pcsc/fake/FakePcsc.h"

#include <reader.h>
#include <winscard.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace cardwright::testing {

namespace {

FakePcsc* current = nullptr; // the C interface knows no object

FakePcsc& fake()
{
    if (current == nullptr) throw std::logic_error("no FakePcsc");
    return *current;
}

LONG give(const Bytes& value, LPBYTE target, LPDWORD size)
{
    const auto room = *size;
    *size = value.size();
    if (value.size() > room) return SCARD_E_INSUFFICIENT_BUFFER;
    std::copy(value.begin(), value.end(), target);
    return SCARD_S_SUCCESS;
}

Bytes featureList(const FakePcsc::Reader& reader)
{
    Bytes list;
    for (const auto& [feature, code] : reader.features) {
        list.insert(list.end(), {feature, 4});
        for (const int shift : {24, 16, 8, 0}) list.push_back(static_cast<std::uint8_t>(code >> shift));
    }
    return list;
}

DWORD stateOf(const FakePcsc::Reader& reader)
{
    return static_cast<DWORD>(reader.events) << 16 | (reader.card ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY);
}

/// True where something differs from what the caller knew.
bool look(FakePcsc& pcsc, SCARD_READERSTATE* states, DWORD count)
{
    bool changed = false;
    for (DWORD i = 0; i < count; ++i) {
        auto& state = states[i];
        if (std::strncmp(state.szReader, "\\\\?PnP?", 7) == 0) {
            const auto number = pcsc.readers.size();
            const auto knew = static_cast<std::size_t>(state.dwCurrentState >> 16);
            state.dwEventState = static_cast<DWORD>(number) << 16;
            if (state.dwCurrentState != SCARD_STATE_UNAWARE && knew != number) state.dwEventState |= SCARD_STATE_CHANGED;
        } else if (const auto* reader = pcsc.find(state.szReader)) {
            state.dwEventState = stateOf(*reader);
            state.cbAtr = reader->card ? reader->atr.size() : 0;
            std::copy(reader->atr.begin(), reader->atr.end(), state.rgbAtr);
            if (state.dwCurrentState != state.dwEventState) state.dwEventState |= SCARD_STATE_CHANGED;
        } else {
            state.dwEventState = SCARD_STATE_UNKNOWN | SCARD_STATE_CHANGED | SCARD_STATE_IGNORE;
        }
        changed = changed || (state.dwEventState & SCARD_STATE_CHANGED) != 0;
    }
    return changed;
}

const FakePcsc::Reader* readerOf(FakePcsc& pcsc, SCARDHANDLE handle)
{
    const auto found = pcsc.handles.find(handle);
    return found == pcsc.handles.end() ? nullptr : pcsc.find(found->second);
}

} // namespace

FakePcsc::FakePcsc() { current = this; }
FakePcsc::~FakePcsc() { current = nullptr; }

FakePcsc::Reader* FakePcsc::find(const std::string& name)
{
    const auto found = std::find_if(readers.begin(), readers.end(), [&](const auto& one) { return one.name == name; });
    return found == readers.end() ? nullptr : &*found;
}

void FakePcsc::plugIn(Reader reader)
{
    const std::lock_guard lock(mutex);
    readers.push_back(std::move(reader));
    ++version;
    changed.notify_all();
}

void FakePcsc::pullOut(const std::string& name)
{
    const std::lock_guard lock(mutex);
    std::erase_if(readers, [&](const auto& one) { return one.name == name; });
    ++version;
    changed.notify_all();
}

void FakePcsc::setCard(const std::string& name, bool there)
{
    const std::lock_guard lock(mutex);
    if (auto* reader = find(name)) {
        reader->card = there;
        ++reader->events;
    }
    ++version;
    changed.notify_all();
}

} // namespace cardwright::testing

using namespace cardwright::testing;
using cardwright::Bytes;

extern "C" {

const SCARD_IO_REQUEST g_rgSCardT0Pci = {SCARD_PROTOCOL_T0, sizeof(SCARD_IO_REQUEST)};
const SCARD_IO_REQUEST g_rgSCardT1Pci = {SCARD_PROTOCOL_T1, sizeof(SCARD_IO_REQUEST)};
const SCARD_IO_REQUEST g_rgSCardRawPci = {SCARD_PROTOCOL_RAW, sizeof(SCARD_IO_REQUEST)};

LONG SCardEstablishContext(DWORD, LPCVOID, LPCVOID, LPSCARDCONTEXT context)
{
    *context = 7;
    return fake().establishResult;
}

LONG SCardReleaseContext(SCARDCONTEXT) { return SCARD_S_SUCCESS; }
LONG SCardIsValidContext(SCARDCONTEXT) { return SCARD_S_SUCCESS; }

LONG SCardListReaders(SCARDCONTEXT, LPCSTR, LPSTR names, LPDWORD size)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    if (pcsc.readers.empty()) return SCARD_E_NO_READERS_AVAILABLE;
    std::string list;
    for (const auto& reader : pcsc.readers) list += reader.name + '\0';
    list += '\0';
    const auto room = *size;
    *size = list.size();
    if (names == nullptr) return SCARD_S_SUCCESS;
    if (room < list.size()) return SCARD_E_INSUFFICIENT_BUFFER;
    std::copy(list.begin(), list.end(), names);
    return SCARD_S_SUCCESS;
}

LONG SCardCancel(SCARDCONTEXT)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    pcsc.cancelled = true;
    pcsc.changed.notify_all();
    return SCARD_S_SUCCESS;
}

LONG SCardConnect(SCARDCONTEXT, LPCSTR name, DWORD mode, DWORD, LPSCARDHANDLE handle, LPDWORD protocol)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    const auto* reader = pcsc.find(name);
    if (reader == nullptr) return SCARD_E_UNKNOWN_READER;
    pcsc.connected.push_back(reader->name + "/" + std::to_string(mode));
    if (reader->connectResult != SCARD_S_SUCCESS) return reader->connectResult;
    if (!reader->card && mode != SCARD_SHARE_DIRECT) return SCARD_E_NO_SMARTCARD;
    *handle = pcsc.nextHandle++;
    *protocol = SCARD_PROTOCOL_T1;
    pcsc.handles[*handle] = reader->name;
    return SCARD_S_SUCCESS;
}

LONG SCardDisconnect(SCARDHANDLE handle, DWORD)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    pcsc.handles.erase(handle);
    return SCARD_S_SUCCESS;
}

LONG SCardReconnect(SCARDHANDLE, DWORD, DWORD, DWORD, LPDWORD protocol)
{
    *protocol = SCARD_PROTOCOL_T1;
    return SCARD_S_SUCCESS;
}

LONG SCardStatus(SCARDHANDLE handle, LPSTR, LPDWORD, LPDWORD, LPDWORD, LPBYTE atr, LPDWORD size)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    const auto* reader = readerOf(pcsc, handle);
    return reader == nullptr ? SCARD_E_READER_UNAVAILABLE : give(reader->atr, atr, size);
}

LONG SCardBeginTransaction(SCARDHANDLE)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    if (pcsc.behind != nullptr) pcsc.behind->begin();
    return SCARD_S_SUCCESS;
}

LONG SCardEndTransaction(SCARDHANDLE, DWORD disposition)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    pcsc.endings.push_back(disposition);
    if (pcsc.behind != nullptr) pcsc.behind->end(disposition == SCARD_RESET_CARD);
    return SCARD_S_SUCCESS;
}

LONG SCardTransmit(SCARDHANDLE handle, const SCARD_IO_REQUEST*, LPCBYTE sent, DWORD sentSize, SCARD_IO_REQUEST*, LPBYTE answer, LPDWORD size)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    if (readerOf(pcsc, handle) == nullptr) return SCARD_E_READER_UNAVAILABLE;
    pcsc.transmitted.emplace_back(sent, sent + sentSize);
    if (pcsc.transmitResult != SCARD_S_SUCCESS) return pcsc.transmitResult;
    if (pcsc.behind != nullptr) return give(pcsc.behind->transmit({sent, sentSize}), answer, size);
    std::copy_n(pcsc.answer.begin(), std::min<std::size_t>(pcsc.answer.size(), *size), answer);
    *size = pcsc.answerSize;
    return SCARD_S_SUCCESS;
}

LONG SCardControl(SCARDHANDLE handle, DWORD code, LPCVOID sent, DWORD sentSize, LPVOID answer, DWORD room, LPDWORD size)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    const auto* reader = readerOf(pcsc, handle);
    if (reader == nullptr) return SCARD_E_READER_UNAVAILABLE;
    *size = room;
    auto* target = static_cast<LPBYTE>(answer);
    if (code == CM_IOCTL_GET_FEATURE_REQUEST) return reader->features.empty() ? SCARD_E_UNSUPPORTED_FEATURE : give(featureList(*reader), target, size);
    for (const auto& [feature, known] : reader->features) {
        if (known != code) continue;
        if (feature == FEATURE_GET_TLV_PROPERTIES) return give(reader->properties, target, size);
        const auto* octets = static_cast<const std::uint8_t*>(sent);
        pcsc.controls.push_back({reader->name, code, Bytes(octets, octets + sentSize)});
        if (pcsc.behind != nullptr) {
            const auto given = pcsc.behind->keys(feature == FEATURE_MODIFY_PIN_DIRECT, {octets, sentSize});
            return given ? give(*given, target, size) : SCARD_W_REMOVED_CARD;
        }
        return pcsc.transmitResult != SCARD_S_SUCCESS ? pcsc.transmitResult : give(pcsc.answer, target, size);
    }
    return SCARD_E_UNSUPPORTED_FEATURE;
}

LONG SCardGetAttrib(SCARDHANDLE handle, DWORD which, LPBYTE value, LPDWORD size)
{
    auto& pcsc = fake();
    const std::lock_guard lock(pcsc.mutex);
    const auto* reader = readerOf(pcsc, handle);
    if (reader == nullptr) return SCARD_E_READER_UNAVAILABLE;
    const auto found = reader->attributes.find(which);
    return found == reader->attributes.end() ? SCARD_E_UNSUPPORTED_FEATURE : give(found->second, value, size);
}

LONG SCardGetStatusChange(SCARDCONTEXT, DWORD timeout, SCARD_READERSTATE* states, DWORD count)
{
    auto& pcsc = fake();
    std::unique_lock lock(pcsc.mutex);
    for (const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout);;) {
        if (look(pcsc, states, count)) return SCARD_S_SUCCESS;
        if (std::exchange(pcsc.cancelled, false)) return SCARD_E_CANCELLED;
        if (timeout == 0) return SCARD_E_TIMEOUT;
        const auto seen = pcsc.version;
        if (!pcsc.changed.wait_until(lock, until, [&] { return pcsc.cancelled || pcsc.version != seen; })) return SCARD_E_TIMEOUT;
    }
}

} // extern "C"
