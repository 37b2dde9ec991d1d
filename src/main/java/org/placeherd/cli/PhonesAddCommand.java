package org.placeherd.cli;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.placeherd.auth.Clients;
import org.placeherd.auth.Grant;
import org.placeherd.auth.NewToken;
import org.placeherd.auth.Right;
import org.placeherd.auth.TokensFile;
import org.placeherd.phones.PhoneLink;
import org.placeherd.phones.PhoneLinks;
import org.placeherd.phones.QrText;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.StartupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd phones add`: makes a token for a phone, and says what to type, tap or scan in each
/// app.
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a token for a phone and prints what to type, tap or scan in each app.",
      "Where no file of tokens is named, as in the demo, it prints the same without a token."
    },
    footer = {
      "",
      "Examples:",
      "  placeherd phones add jane",
      "  placeherd phones add jane --tokens tokens.txt --url https://herd.example.org --app owntracks"
    })
final class PhonesAddCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "The client that the phone will be.")
  private String name = "";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where the phone reaches a server's HTTP port, such as https://herd.example.org.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--app",
      paramLabel = "APP",
      description = "Print it for this app only, such as owntracks or gpslogger.")
  private Optional<String> app = Optional.empty();

  @Mixin private TokensChoice choice = new TokensChoice();

  @Override
  public Integer call() throws StartupException, CommandFailure {
    HerdConfig herd = choice.herd();
    String base = url.isPresent() ? url.get() : own(herd);
    Optional<TokensFile> file = choice.file();
    Optional<String> token = file.map(_ -> NewToken.make(new SecureRandom()));
    List<PhoneLink> links =
        links(base, token); // what is wrong with it shows before there is a token
    Clients client = client();
    if (file.isPresent()) {
      TokensChoice.add(file.get(), grant(client, token.orElseThrow()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(introduction(base, herd, file));
    links.forEach(link -> out.print(text(link)));
    out.flush();
    return 0;
  }

  /// Where the herd's first server answers HTTP.
  private static String own(HerdConfig herd) throws StartupException {
    ServerAddress first = herd.servers().getFirst();
    OptionalInt port = herd.http().port().beside(first.port());
    if (port.isEmpty()) {
      throw StartupException.usage(
          "This herd answers no HTTP, by which phones report; give --url if something else does.");
    }
    // Whether there is TLS at all is said elsewhere than whether HTTP speaks it.
    boolean isSecret = herd.http().tls() && herd.linePort().tls().isPresent();
    return (isSecret ? "https://" : "http://")
        + new ServerAddress(first.name(), first.host(), port.getAsInt()).hostAndPort();
  }

  private List<PhoneLink> links(String base, Optional<String> token) throws StartupException {
    List<PhoneLink> all;
    try {
      all =
          token.isPresent()
              ? PhoneLinks.of(base, name, token.get())
              : PhoneLinks.withoutToken(base, name);
    } catch (IllegalArgumentException e) {
      throw StartupException.usage("--url: " + e.getMessage() + ".");
    }
    List<PhoneLink> chosen =
        all.stream().filter(link -> app.isEmpty() || isCalled(link, app.get())).toList();
    if (chosen.isEmpty()) {
      throw StartupException.usage(
          "--app knows "
              + String.join(", ", all.stream().map(link -> key(link.app())).toList())
              + ".");
    }
    return chosen;
  }

  private static boolean isCalled(PhoneLink link, String app) {
    return key(link.app()).equals(key(app));
  }

  private static String key(String app) {
    return app.toLowerCase(java.util.Locale.ROOT).replace(" ", "-");
  }

  private Clients client() throws StartupException {
    try {
      return Clients.one(name);
    } catch (IllegalArgumentException e) {
      throw StartupException.usage("That cannot be a phone: " + e.getMessage() + ".");
    }
  }

  private Grant grant(Clients client, String token) throws StartupException {
    try {
      return Grant.of(
          token,
          EnumSet.of(Right.REPORT, Right.READ),
          client,
          LocalDate.now(ZoneOffset.UTC),
          PhonesCommand.LABEL + name);
    } catch (IllegalArgumentException e) {
      throw StartupException.usage("That cannot be a phone: " + e.getMessage() + ".");
    }
  }

  private String introduction(String base, HerdConfig herd, Optional<TokensFile> file) {
    StringBuilder text = new StringBuilder();
    if (file.isPresent()) {
      text.append(
          "%s has a token. It is in what follows and nowhere else, so show that to nobody else.\n"
              .formatted(name));
    } else {
      text.append(
          """
          This herd asks for no tokens: who reaches it may report as anybody. So there is none in what
          follows, and an app is the client that it says it is (OwnTracks: %s/phone).
          To ask for tokens, start the servers with --tokens FILE and name the file here, too.
          """
              .formatted(name));
    }
    if (url.isEmpty() && herd.servers().getFirst().isLoopback()) {
      text.append(
          "%s is reached from this machine only; for a phone give --url with what it reaches.\n"
              .formatted(base));
    } else if (file.isPresent() && base.startsWith("http://")) {
      text.append("By http:// everybody on the way can read the token; use https:// if you can.\n");
    }
    return text.toString();
  }

  private static String text(PhoneLink link) {
    String code = link.isScanned() ? QrText.of(link.text()).orElse("") : "";
    return "\n%s: %s\n%s\n%s".formatted(link.app(), link.todo(), link.text(), code);
  }
}
