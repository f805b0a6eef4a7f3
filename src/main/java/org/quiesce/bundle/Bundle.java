package org.quiesce.bundle;

import com.google.common.hash.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Files by their names, {@value #SUMS} among them, which has the checksums of all others as {@code sha256sum} writes them.
 * Whoever knows the {@link #digest()} knows all of it.
 */
public final class Bundle {

    /** The file with the checksums. */
    public static final String SUMS = "SHA256SUMS";

    private static final Pattern SUM = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._+/-]+)");
    /**
     * When it was made is no part of the evidence. Not the first time that a zip file can say: beside that one Java writes
     * another, which depends on the time zone.
     */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final SortedMap<String, byte[]> files;

    private Bundle(Map<String, byte[]> files) {
        this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** A bundle of texts, to which the checksums are added. */
    public static Bundle of(Map<String, String> texts) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        String sums = files.entrySet().stream().map(file -> sum(file.getValue()) + "  " + file.getKey() + "\n")
                .collect(Collectors.joining());
        files.put(SUMS, sums.getBytes(StandardCharsets.UTF_8));
        return new Bundle(files);
    }

    /** Files as they were found, which may be none of a bundle. */
    static Bundle found(Map<String, byte[]> files) {
        return new Bundle(files);
    }

    /** A file as text; empty if there is none of that name. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(files.get(name)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** All files as texts. */
    public SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        files.keySet().forEach(name -> texts.put(name, text(name).orElseThrow()));
        return texts;
    }

    public int size() {
        return files.size();
    }

    /** The checksum of the checksums. */
    public String digest() {
        return sum(Optional.ofNullable(files.get(SUMS)).orElse(new byte[0]));
    }

    /** Where the files are not as their checksums say: what was changed, what is missing, what was added. */
    public List<String> tampering() {
        List<String> found = new ArrayList<>();
        SortedMap<String, String> sums = new TreeMap<>();
        text(SUMS).orElse("").lines().forEach(line -> {
            Matcher sum = SUM.matcher(line);
            if (!sum.matches() || sums.put(sum.group(2), sum.group(1)) != null) {
                found.add("damaged: a line of " + SUMS);
            }
        });
        sums.forEach((name, sum) -> {
            if (!files.containsKey(name)) {
                found.add("missing: " + name);
            } else if (!sum(files.get(name)).equals(sum)) {
                found.add("changed: " + name);
            }
        });
        files.keySet().stream().filter(name -> !name.equals(SUMS) && !sums.containsKey(name))
                .forEach(name -> found.add("extra: " + name));
        return found;
    }

    /** Where it differs from what it should be: what is other, what it lacks, what is too much. */
    public List<String> differences(Bundle should) {
        List<String> found = new ArrayList<>();
        should.files.forEach((name, bytes) -> {
            if (!files.containsKey(name)) {
                found.add("lacking: " + name);
            } else if (!Arrays.equals(files.get(name), bytes)) {
                found.add("other: " + name);
            }
        });
        files.keySet().stream().filter(name -> !should.files.containsKey(name)).forEach(name -> found.add("too much: " + name));
        return found;
    }

    /** As a zip file, not compressed: compressed bytes depend on who compresses. */
    public byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(file.getValue());
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(NO_TIME);
                entry.setSize(file.getValue().length);
                entry.setCompressedSize(file.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** The SHA-256 of bytes, in hexadecimal digits. */
    public static String sum(byte[] bytes) {
        return Hashing.sha256().hashBytes(bytes).toString();
    }
}
