// Text that others wrote stays text in every language that reports are written in.
#include "report/escape.h"

#include <catch2/catch.hpp>

namespace cat4 {

TEST_CASE("escape: XML") {
  CHECK(XmlEscaped("<a b=\"c\" d='e'>&amp;]]>") ==
        "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;amp;]]&gt;");
  CHECK(XmlEscaped("a\nb\tc\x1b[31m") == "a\\x0Ab\\x09c\\x1B[31m");
  CHECK(XmlEscaped("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD") == "\\u{FFFE}\\u{FFFF}\xEF\xBF\xBD");
  CHECK(XmlEscaped("\xff\xed\xa0\x80 \xE2\x80\xAE") == "\\xFF\\xED\\xA0\\x80 \\u{202E}");
  CHECK(XmlEscaped("Élan 😀") == "Élan 😀");
}

TEST_CASE("escape: markdown") {
  CHECK(MarkdownEscaped("plain text, 'quoted'; a-b/c.yaml") == "plain text, 'quoted'; a-b/c.yaml");
  CHECK(MarkdownEscaped("[x](y)") == "&#91;x&#93;&#40;y&#41;");
  CHECK(MarkdownEscaped("a|b\\|c\n|---|") == "a&#124;b&#92;&#124;c&#92;x0A&#124;---&#124;");
  CHECK(MarkdownEscaped("<b>&lt;") == "&#60;b&#62;&#38;lt;");
  CHECK(MarkdownEscaped("http://x WWW.x www.x") == "http&#58;//x WWW&#46;x www&#46;x");
  CHECK(MarkdownEscaped("`*_~#!@$") == "&#96;&#42;&#95;&#126;&#35;&#33;&#64;&#36;");
}

TEST_CASE("escape: workflow commands") {
  CHECK(CommandMessage("a%0A::error::b\r\nc,d:e") == "a%250A::error::b%0D%0Ac,d:e");
  CHECK(CommandProperty("a%0A::error::b\r\nc,d:e") == "a%250A%3A%3Aerror%3A%3Ab%0D%0Ac%2Cd%3Ae");
}

TEST_CASE("escape: paths as URIs") {
  CHECK(UriOfPath("a/b-c_d.e~f/G1.yaml") == "a/b-c_d.e~f/G1.yaml");
  CHECK(UriOfPath("c:d/e f%20#?\xC3\xBC\xff") == "c%3Ad/e%20f%2520%23%3F%C3%BC%FF");
}

TEST_CASE("escape: messages of SARIF hold no links") {
  CHECK(SarifEscaped("a[0] [x](http://y) [z]") == "a[0] [x\\](http://y) [z]");
  CHECK(SarifEscaped("[x]\\](1)](2)") == "[x]\\\\](1)\\](2)");
}

}  // namespace cat4
