extension GlyphSet {
  /// Languages whose fonts have marks such as ◆ two columns wide, many of them.
  private static let wideLanguages = ["ja", "ko", "zh"]

  /// The glyphs for a terminal: the locale says whether it takes more than ASCII. What the terminal has
  /// told of itself counts for more than what is known of its name and language.
  ///
  /// - Parameter variable: A variable of the environment.
  package static func fitting(told: GlyphSet?, variable: (String) -> String?) -> GlyphSet {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first { !$0.isEmpty }
    guard let locale = locale?.lowercased(), locale.contains("utf-8") || locale.contains("utf8")
    else { return .ascii }
    if let told { return told }
    let isWide = wideLanguages.contains { locale.hasPrefix($0) }
    return isWide || variable("TERM") == "linux" ? .basic : .full
  }
}
