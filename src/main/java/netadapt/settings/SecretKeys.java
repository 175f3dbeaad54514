package netadapt.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where settings hold secrets, which no file and no message may show. */
public final class SecretKeys {
  /**
   * What Spark 3.5 hides by itself, and how storages of clouds are signed in to, such as {@code
   * fs.azure.account.key.STORE} and {@code fs.azure.sas.CONTAINER.STORE}.
   */
  public static final String PATTERN =
      "(?i)secret|passw(or)?d|passphrase|token|access[._-]?key|[.]key\\b|\\bsas\\b|credential";

  private static final Pattern SECRET = Pattern.compile(PATTERN);

  /** The user and the password of an address. */
  private static final Pattern SIGNED_IN = Pattern.compile("//[^/@\\s]*:[^/@\\s]*@");

  private SecretKeys() {}

  /** Whether a setting is one of Spark's whose value is a secret. */
  static boolean contain(String key) {
    return key.startsWith("spark.") && SECRET.matcher(key).find();
  }

  /** A text without the passwords in its addresses, such as {@code http://me:secret@host}. */
  static String hidden(String text) {
    return SIGNED_IN
        .matcher(text)
        .replaceAll("//" + Matcher.quoteReplacement(Settings.REDACTED) + "@");
  }
}
