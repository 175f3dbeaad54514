package netadapt.train;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** What an attacker would put into a file: reading it back runs code. */
final class Planted implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whether it was read. */
  static boolean ran;

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    ran = true;
  }

  /** Sets the flag as soon as it is loaded for use. */
  static final class Loaded {
    static {
      ran = true;
    }

    private Loaded() {}
  }
}
