/// Joins the rooms into one running server, and says how it is configured.
///
/// Here: configuration (presets, one TOML file, environment, flags), and the start, the loop and
/// the stop of one server. Never here: the line language, the rules of the herd, the wording of
/// commands. Read [HerdConfig] first for what can be set, then [ServerSettings] for what one server
/// gets.
@org.jspecify.annotations.NullMarked
package org.placeherd.server;
