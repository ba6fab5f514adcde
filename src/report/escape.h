// Text that others wrote, made harmless in the languages that reports are written in. Everywhere controls and
// invisible characters are shown, as Printable does.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

// In XML, in text and in attributes, from any bytes.
std::string XmlEscaped(std::string_view text);

// In GitHub's markdown, also in a cell of a table: shown as it is, with no link, image, mark-up or HTML.
std::string MarkdownEscaped(std::string_view text);

// In the message of a workflow command, where lines are kept, and in its properties.
std::string CommandMessage(std::string_view text);
std::string CommandProperty(std::string_view text);

// A path as a relative URI.
std::string UriOfPath(std::string_view path);

// In a message of SARIF, whose plain text may hold links.
std::string SarifEscaped(std::string_view text);

}  // namespace cat4
