// framepress schema
#include "engine/template/template.hpp"
#include "tools/framepress/command.hpp"

namespace fp::cli {

void add_schema(CLI::App& app, Context& context) {
  add_command(app, context, "schema", "Print the JSON Schema (draft-07) of template files",
              "  framepress schema > template.schema.json", {}, [&context] {
                std::string text(template_schema());
                if (text.empty() || text.back() != '\n') text += '\n';
                const auto printed = print(text);
                return printed ? kOk : report(context, printed.error());
              });
}

}  // namespace fp::cli
