package dev.zarrasync.jzarr;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The methods of {@link ZarrGroup} that return arrays and groups. The generated subclass calls
 * them.
 */
final class GroupAccess {

  private final AsyncStore store;
  private final String path;

  GroupAccess(AsyncStore store, String path) {
    this.store = store;
    this.path = path;
  }

  ZarrArray openArray(String name) throws IOException {
    return JZarrs.openArray(store, child(name));
  }

  ZarrArray createArray(String name, ArrayParams params, @Nullable Map<String, Object> attributes)
      throws IOException {
    return JZarrs.createArray(store, child(name), params, attributes);
  }

  ZarrGroup openSubGroup(String name) throws IOException {
    return JZarrs.openSubGroup(store, child(name));
  }

  ZarrGroup createSubGroup(String name, @Nullable Map<String, Object> attributes)
      throws IOException {
    return JZarrs.createGroup(store, child(name), attributes);
  }

  private String child(String name) {
    return Paths.resolve(path, Paths.normalize(name));
  }
}
