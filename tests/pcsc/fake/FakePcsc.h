#pragma once

#include "core/base/Bytes.h"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::testing {

/// What stands behind the SCard... functions of FakePcsc.cpp, which take the place of libpcsclite's in a test program: the same
/// code of pcsc/ runs over readers that come and go, have keys, hang, or are refused. One at a time.
class FakePcsc {
public:
    struct Reader {
        std::string name;
        bool card = true;
        Bytes atr;
        std::map<std::uint8_t, unsigned long> features; ///< part 10: feature number to control code
        Bytes properties;                              ///< answer to FEATURE_GET_TLV_PROPERTIES
        std::map<unsigned long, Bytes> attributes;
        long connectResult = 0;
        std::uint32_t events = 0;
    };

    FakePcsc();
    ~FakePcsc();
    FakePcsc(const FakePcsc&) = delete;
    FakePcsc& operator=(const FakePcsc&) = delete;

    void plugIn(Reader reader);
    void pullOut(const std::string& name);
    void setCard(const std::string& name, bool there);

    /// A card that lies in all readers: transactions, commands and the reader's keys reach it, instead of `answer`.
    struct Card {
        virtual ~Card() = default;
        virtual void begin() = 0;
        virtual Bytes transmit(ByteView command) = 0;
        virtual void end(bool reset) = 0;
        /// What the reader does with the structure of its VERIFY or MODIFY (part 10, 2.5): the answer; nothing: the card was pulled.
        virtual std::optional<Bytes> keys(bool modify, ByteView structure) = 0;
    };
    Card* behind = nullptr;

    long establishResult = 0;           ///< of SCardEstablishContext
    long transmitResult = 0;
    Bytes answer{0x90, 0x00};           ///< to SCardTransmit and to the keys
    std::size_t answerSize = 2;         ///< the length that is told of it, true or not
    std::vector<Bytes> transmitted;
    struct Control {
        std::string reader;
        unsigned long code = 0;
        Bytes sent;
    };
    std::vector<Control> controls;      ///< those of the keys
    std::vector<std::string> connected; ///< in order, with the mode: "Reader one/2"
    std::vector<unsigned long> endings; ///< dispositions of SCardEndTransaction

    // Guarded by `mutex` where another thread looks.
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Reader> readers;
    std::uint64_t version = 0;
    bool cancelled = false;
    std::map<long, std::string> handles;
    long nextHandle = 1000;

    Reader* find(const std::string& name);
};

} // namespace cardwright::testing
