package org.quiesce.kernelreplay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files by which user tasks call into a module, as its C registers them. */
final class Doors {

    private static final String NAME = "\"([\\w-]+)\"";

    private final String c;

    private Doors(String c) {
        this.c = c;
    }

    static Doors in(String c) {
        return new Doors(c);
    }

    /** How a task gets in. */
    enum Way { WRITE, READ, OPEN }

    /** @param path in the machine */
    record Door(Way way, String path) {}

    /** The door behind which a function is; empty if none is seen. */
    Optional<Door> to(String function) {
        Matcher table = Pattern.compile("(\\w+)\\s*=\\s*\\{[^}]*\\.(\\w+)\\s*=\\s*" + function + "\\s*,").matcher(c);
        while (table.find()) {
            Optional<Way> way = switch (table.group(2)) {
                case "write", "set", "store" -> Optional.of(Way.WRITE);
                case "read" -> Optional.of(Way.READ);
                case "open", "release" -> Optional.of(Way.OPEN);
                default -> Optional.empty();
            };
            Optional<String> path = path(table.group(1));
            if (way.isPresent() && path.isPresent()) {
                return Optional.of(new Door(way.get(), path.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> path(String operations) {
        return found("debugfs_create_file\\(" + NAME + ",\\s*\\w+,\\s*(\\w+),\\s*\\w+,\\s*&" + operations + "\\)")
                .flatMap(file -> directory(file.group(2)).map(directory -> directory + "/" + file.group(1)))
                .or(() -> found("module_param_cb\\((\\w+),\\s*&" + operations + ",")
                        .map(parameter -> "/sys/module/driver/parameters/" + parameter.group(1)))
                .or(() -> found("struct miscdevice[^}]*\\.name\\s*=\\s*" + NAME + "[^}]*\\.fops\\s*=\\s*&" + operations + "\\b")
                        .map(device -> "/dev/" + device.group(1)));
    }

    private Optional<String> directory(String variable) {
        String root = "/sys/kernel/debug";
        return variable.equals("NULL")
                ? Optional.of(root)
                : found("\\b" + variable + "\\s*=\\s*debugfs_create_dir\\(" + NAME + ",\\s*NULL\\)")
                        .map(directory -> root + "/" + directory.group(1));
    }

    private Optional<Matcher> found(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(c);
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }
}
