//! The documentation of the modules, read from their Rust sources, which are part of the program.

use include_dir::{include_dir, Dir, File};
use std::collections::BTreeMap;
use std::sync::OnceLock;

static SOURCES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src");

/// What is written about a module.
#[derive(Debug, Default)]
pub(super) struct ModuleDoc {
    /// Source file, from the repository's root.
    pub file: String,
    /// The file's and the struct's documentation as plain text.
    pub text: String,
    /// A field's documentation, on one line.
    pub fields: BTreeMap<String, String>,
}

impl ModuleDoc {
    /// The documentation of the field that a signal `field$part$index` belongs to.
    pub fn field(&self, path: &str) -> Option<&str> {
        let field = path.split('$').next()?;
        self.fields.get(field).map(String::as_str)
    }
}

/// The documentation of the module `memento_<name>`: that of the struct `<Name>`, or of the longest beginning of the
/// name that is a struct's (`memento_ram_64x8` is a `Ram`).
pub(super) fn find(name: &str) -> Option<&'static ModuleDoc> {
    static DOCS: OnceLock<BTreeMap<String, ModuleDoc>> = OnceLock::new();
    let docs = DOCS.get_or_init(|| {
        let mut docs = BTreeMap::new();
        collect(&SOURCES, &mut docs);
        docs
    });
    let mut name = name;
    loop {
        if let Some(doc) = docs.get(&name.replace('_', "")) {
            return Some(doc);
        }
        name = name.rsplit_once('_')?.0;
    }
}

fn collect(dir: &Dir, docs: &mut BTreeMap<String, ModuleDoc>) {
    dir.dirs().for_each(|dir| collect(dir, docs));
    dir.files().for_each(|file| read(file, docs));
}

fn read(file: &File, docs: &mut BTreeMap<String, ModuleDoc>) {
    let Some(Ok(source)) = file.contents_utf8().map(syn::parse_file) else {
        return;
    };
    let file_text = plain(&doc_lines(&source.attrs));
    for item in source.items {
        let syn::Item::Struct(item) = item else { continue };
        let is_block = item.attrs.iter().any(|attr| {
            attr.path().is_ident("derive")
                && matches!(&attr.meta, syn::Meta::List(list) if list.tokens.to_string().contains("LogicBlock"))
        });
        if !is_block {
            continue;
        }
        let text = [file_text.clone(), plain(&doc_lines(&item.attrs))];
        let text: Vec<_> = text.into_iter().filter(|text| !text.is_empty()).collect();
        let fields = item.fields.iter().filter_map(|field| {
            let text = doc_lines(&field.attrs).join(" ");
            let name = field.ident.as_ref()?.to_string();
            (!text.trim().is_empty()).then(|| (name, plain(&[text])))
        });
        let doc = ModuleDoc {
            file: format!("hdl/src/{}", file.path().display()),
            text: text.join("\n\n"),
            fields: fields.collect(),
        };
        docs.insert(item.ident.to_string().to_lowercase(), doc);
    }
}

/// The lines of a documentation comment.
fn doc_lines(attrs: &[syn::Attribute]) -> Vec<String> {
    let mut lines = vec![];
    for attr in attrs {
        let syn::Meta::NameValue(meta) = &attr.meta else {
            continue;
        };
        let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = &meta.value
        else {
            continue;
        };
        if meta.path.is_ident("doc") {
            let text = text.value();
            lines.push(text.strip_prefix(' ').unwrap_or(&text).trim_end().to_string());
        }
    }
    lines
}

/// Markdown as plain text: no code fences, heading marks or links.
fn plain(lines: &[String]) -> String {
    let kept = lines.iter().filter(|line| !line.trim_start().starts_with("```"));
    let text: Vec<_> = kept
        .map(|line| line.trim_start_matches('#').replace("[`", "`").replace("`]", "`"))
        .map(|line| {
            if lines.contains(&line) {
                line
            } else {
                line.trim_start().to_string()
            }
        })
        .collect();
    text.join("\n").trim_matches('\n').to_string()
}
