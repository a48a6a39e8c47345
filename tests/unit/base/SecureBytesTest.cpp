#include "core/base/SecureBytes.h"

#include <catch2/catch.hpp>

using namespace cardwright;

TEST_CASE("secrets are moved, never copied by accident")
{
    static_assert(!std::is_copy_constructible_v<SecureBytes>);
    auto first = SecureBytes::copyOf(bytesOf("123456"));
    auto second = std::move(first);
    CHECK(first.empty());
    CHECK(second.sameAs(bytesOf("123456")));
    CHECK_FALSE(second.sameAs(bytesOf("12345")));
    CHECK_FALSE(second.sameAs(bytesOf("123457")));
}

TEST_CASE("digits can be added and taken back")
{
    SecureBytes typed;
    for (const char digit : std::string("13579")) typed.append(static_cast<std::uint8_t>(digit));
    typed.removeLast();
    CHECK(toText(typed.view()) == "1357");
    typed.append(typed.view());
    CHECK(toText(typed.view()) == "13571357");
    typed.clear();
    typed.removeLast();
    CHECK(typed.empty());
}

TEST_CASE("a digit taken back leaves nothing behind it")
{
    SecureBytes typed(8);
    auto* memory = typed.writable().data();
    memory[7] = 0x39;
    typed.removeLast();
    CHECK(memory[7] == 0);
}
