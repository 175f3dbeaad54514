package netadapt.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import netadapt.BadInput;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/** The classes of ILSVRC2012 as its development kit numbers them, in {@code meta.mat}. */
final class Synsets {
  private Synsets() {}

  /**
   * WordNet ids by ILSVRC2012 id. These numbers are not in the order of the WordNet ids; above 1000
   * they are of groups of classes.
   *
   * @param file a MATLAB file of version 5
   * @param where the file is, for messages
   * @throws BadInput if the file is no such file, or lacks its structs {@code synsets}
   */
  static Map<Integer, String> read(InputStream file, String where) throws IOException {
    byte[] bytes = file.readAllBytes();
    try {
      MatSizes.check(bytes);
      Struct synsets = Mat5.newReader(Sources.wrap(bytes)).readMat().getStruct("synsets");
      Map<Integer, String> ids = new HashMap<>();
      for (int i = 0; i < synsets.getNumElements(); i++) {
        ids.put(
            synsets.getMatrix("ILSVRC2012_ID", i).getInt(0),
            synsets.getChar("WNID", i).getString());
      }
      return ids;
    } catch (IOException | RuntimeException e) { // the library throws many kinds
      throw new BadInput(
          "%s cannot be read (%s): fetch the kit again".formatted(where, e.getMessage()), e);
    }
  }
}
