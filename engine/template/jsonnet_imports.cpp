#include <filesystem>
#include <set>

#include "engine/template/jsonnet.hpp"

namespace fp {
namespace {

using Place = std::function<Diagnostic(const JsonnetImport&)>;

struct ImportReader {
  const AssetRoot& root;
  JsonnetSources& sources;
  std::set<std::string> scanned;  // files may import each other
  Errors errors;

  void read(std::string_view text, const std::string& importer, const Place& at) {
    for (const JsonnetImport& import : imports_in(text)) {
      const std::string name = imported_name(importer, import.name);
      auto source = sources.find(name);
      if (source == sources.end()) {
        Result<std::string> bytes = root.read(name);
        if (!bytes) {
          Diagnostic d = at(import);
          d.fault = Fault::missing;
          d.message = std::move(bytes.error()[0].message);
          d.hint = std::move(bytes.error()[0].hint);
          errors.push_back(std::move(d));
          continue;
        }
        source = sources.emplace(name, *std::move(bytes)).first;
      }
      if (!import.is_code || !scanned.insert(name).second) continue;
      read(source->second, name, [&](const JsonnetImport& inner) {
        return Diagnostic{.file = (root.folder() / name).string(), .line = inner.line, .column = inner.column};
      });
    }
  }
};

}  // namespace

std::string imported_name(const std::string& importer, const std::string& name) {
  return (std::filesystem::path(importer).parent_path() / name).lexically_normal().generic_string();
}

Errors read_imports(std::string_view text, const std::string& importer, const AssetRoot& root, const Place& at,
                    JsonnetSources& sources) {
  ImportReader reader{root, sources, {importer}, {}};
  reader.read(text, importer, at);
  return std::move(reader.errors);
}

}  // namespace fp
