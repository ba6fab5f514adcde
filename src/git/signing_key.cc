#include "cat4/git/signing_key.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include "cat4/base/source.h"
#include "cat4/base/text.h"
#include "cat4/crypto/ssh_signature.h"

#include "git/run_git.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSignatureBytes = std::size_t{64} << 10;
constexpr std::string_view kSetUp =
    "git config --global gpg.format ssh && git config --global user.signingKey ~/.ssh/id_ed25519.pub "
    "('ssh-keygen -t ed25519' makes a key)";

// A file that only its user can read, and that is gone when its name is.
class PrivateFile {
 public:
  PrivateFile() = default;
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;
  ~PrivateFile() {
    if (path_.empty()) return;
    unlink(path_.c_str());
    unlink(signature().c_str());
  }

  bool Write(std::string_view text) {
    std::error_code error;
    std::string path = (fs::absolute(fs::temp_directory_path(error)) / "cat4-key-XXXXXX").string();
    const int fd = mkstemp(path.data());
    if (fd < 0) return false;
    path_ = path;
    const bool written = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    return close(fd) == 0 && written;
  }
  const std::string& path() const { return path_; }
  std::string signature() const { return path_ + ".sig"; }  // where ssh-keygen puts it

 private:
  std::string path_;
};

std::optional<std::string> ConfigOf(const std::string& directory, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"config", "--get"});
  const Result<ProcessOutput> output = RunProcess(GitProcess(directory, std::move(arguments)));
  if (!output || !output->succeeded()) return std::nullopt;
  return WithoutLineEnd(output->out);
}

// A key itself in place of the name of its file.
std::optional<std::string> LiteralKey(std::string_view value) {
  constexpr std::string_view kPrefix = "key::";
  if (value.starts_with(kPrefix)) return std::string(value.substr(kPrefix.size()));
  const bool literal = value.starts_with("ssh-") || value.starts_with("sk-") || value.starts_with("ecdsa-");
  return literal && value.find(' ') != std::string_view::npos ? std::optional(std::string(value))
                                                              : std::nullopt;
}

std::optional<std::string> ReadFirstLine(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!file || !std::getline(file, line)) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Result<SigningKey> Parse(SigningKey key) {
  KeyResult parsed = ParseKeyLine(key.line);
  if (!parsed.key)
    return Fail("the key in git's user.signingKey can't sign decisions: {}; set up another: {}", parsed.why,
                kSetUp);
  key.key = std::move(*parsed.key);
  return key;
}

// git takes the name of the private key's file, of the public one's beside it, or the key itself.
Result<SigningKey> ReadKeyFile(SigningKey key, const std::string& path) {
  key.file = path;
  for (const std::string& candidate : {path, path + ".pub"}) {
    const std::optional<std::string> line = ReadFirstLine(candidate);
    if (!line || line->starts_with("-----BEGIN")) continue;
    key.line = *line;
    return Parse(std::move(key));
  }
  return Fail("git's user.signingKey names '{}', but there is no public key in it{}; set it up: {}",
              Printable(path), path.ends_with(".pub") ? "" : fmt::format(" or in '{}.pub'", Printable(path)),
              kSetUp);
}

// The first line that says what is wrong: not which file is signed, and not the frame of a warning.
std::string ComplaintOf(const ProcessOutput& output) {
  for (const std::string& line : output.Lines()) {
    if (!line.starts_with("Signing ") && line.find_first_not_of('@') != std::string::npos) return line;
  }
  return output.Complaint();
}

std::string RemedyFor(const SigningKey& key, const std::string& complaint) {
  const std::string file = key.file.ends_with(".pub") ? key.file.substr(0, key.file.size() - 4) : key.file;
  if (complaint.find("UNPROTECTED PRIVATE KEY") != std::string::npos)
    return fmt::format("others can read the private key; keep it to yourself: 'chmod 600 {}'",
                       Printable(file));
  if (complaint.find("passphrase") != std::string::npos)
    return fmt::format("the key is locked by a passphrase; unlock it with 'ssh-add {}'", Printable(file));
  if (complaint.find("agent refused") != std::string::npos)
    return "the agent refused or the touch was not given; try again";
  if (complaint.find("agent socket") != std::string::npos ||
      complaint.find("agent connection") != std::string::npos)
    return "no agent is running here; 'ssh-agent' starts one, 'ssh-add FILE' gives it the key";
  if (key.file.empty() || complaint.find("No such file") != std::string::npos ||
      complaint.find("Couldn't load") != std::string::npos ||
      complaint.find("No private key") != std::string::npos || complaint.find("agent") != std::string::npos)
    return "the agent does not hold the key; 'ssh-add -L' lists those it does, 'ssh-add FILE' adds one";
  return fmt::format("try '{} -Y sign -n cat4 -f {} FILE' by hand", ShellQuoted(Printable(key.program)),
                     key.file.empty() ? "KEY" : ShellQuoted(Printable(file)));
}

// The base64 between the lines of the armour.
std::string Unarmor(std::string_view armored) {
  std::string base64;
  for (const std::string_view line : Split(armored, '\n')) {
    if (!line.starts_with("-----")) base64 += line;
  }
  return base64;
}

}  // namespace

Result<SigningKey> FindSigningKey(const std::string& directory) {
  const std::optional<std::string> format = ConfigOf(directory, {"gpg.format"});
  const std::optional<std::string> value = ConfigOf(directory, {"user.signingKey"});
  if (!format || *format != "ssh")
    return Fail(
        "git is not set up to sign with an SSH key (gpg.format is {}, decisions need 'ssh'); set it up: {}",
        format ? fmt::format("'{}'", Printable(*format)) : "not set", kSetUp);
  if (!value || value->empty())
    return Fail("git does not know which key is yours (user.signingKey is not set); set it up: {}", kSetUp);
  SigningKey key;
  key.value = *value;
  if (const auto program = ConfigOf(directory, {"--type=path", "gpg.ssh.program"});
      program && !program->empty())
    key.program =
        program->find('/') == std::string::npos ? *program : (fs::path(directory) / *program).string();
  if (const std::optional<std::string> literal = LiteralKey(*value)) {
    key.line = *literal;
    return Parse(std::move(key));
  }
  const std::string path = ConfigOf(directory, {"--type=path", "user.signingKey"}).value_or(*value);
  return ReadKeyFile(std::move(key), (fs::path(directory) / path).string());
}

// As git itself asks for its signatures, which is what programs in the place of ssh-keygen know.
Result<std::string> SignStatement(const SigningKey& key, std::string_view statement) {
  PrivateFile literal, file;
  std::vector<std::string> arguments = {key.program, "-Y", "sign", "-n", std::string(kStatementNamespace)};
  if (!file.Write(statement) || (key.file.empty() && !literal.Write(key.line + "\n")))
    return Fail("nothing was signed: can't write a temporary file for {}", Printable(key.program));
  if (key.file.empty()) arguments.emplace_back("-U");
  arguments.insert(arguments.end(), {"-f", key.file.empty() ? literal.path() : key.file, file.path()});
  Process process = GitProcess("/", {});
  process.arguments = std::move(arguments);
  const Result<ProcessOutput> output = RunProcess(process);
  if (!output) return tl::unexpected(output.error());
  const Result<std::string> armored =
      ReadWhole(*OpenDirectory(fs::path(file.signature()).parent_path().string()),
                fs::path(file.signature()).filename().string(), kMaxSignatureBytes);
  if (!output->succeeded() || !armored)
    return Fail("nothing was signed: {} said '{}'; {}", Printable(key.program), ComplaintOf(*output),
                RemedyFor(key, output->err));
  const std::string base64 = Unarmor(*armored);
  const std::optional<std::string> blob = DecodeBase64(base64);
  const SignatureResult result =
      blob ? VerifySignature(*blob, kStatementNamespace, statement) : SignatureResult{};
  if (!result.valid)
    return Fail("{} made a signature that is not valid: {}", Printable(key.program),
                blob ? result.why : "its base64 is broken");
  if (result.key.blob != key.key.blob)
    return Fail("{} signed with {}, wanted {}", Printable(key.program), Fingerprint(result.key),
                Fingerprint(key.key));
  return base64;
}

}  // namespace cat4
