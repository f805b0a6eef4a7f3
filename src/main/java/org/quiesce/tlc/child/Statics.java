package org.quiesce.tlc.child;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;

/**
 * The static fields of classes and all that they lead to, as they were when this was made, to be put back later.
 *
 * <p>Fields are followed from object to object, through the classes given, arrays, and the collections of the JDK.
 * Every field that can change, and every element of an array, gets its old value again, in the same objects; objects
 * that came later are no longer reached. Classes of the JDK that never change, or whose changes make no difference to
 * TLC, are not followed. Where fields lead to an object of another class, what is noted is not complete.
 */
final class Statics {
    /** Classes of the JDK that do not change, or that only print, measure or hold a lock. */
    private static final Set<String> INDIFFERENT = Set.of(
            "java.io.File",
            "java.io.PrintStream",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Class",
            "java.lang.Double",
            "java.lang.Enum",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Module",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.Short",
            "java.lang.String",
            "java.lang.ThreadLocal",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.net.InetAddress",
            "java.net.URI",
            "java.net.URL",
            "java.nio.charset.Charset",
            "java.text.DecimalFormat",
            "java.text.SimpleDateFormat",
            "java.util.Locale",
            "java.util.logging.Logger",
            "java.util.regex.Pattern");
    private static final Set<String> FOLLOWED_PACKAGES =
            Set.of("java.util", "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks");
    private static final String FLIGHT_RECORDER = "jdk.jfr.";

    private final ClassLoader loader;
    private final List<Field> statics = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final Map<Class<?>, Field[]> fields = new HashMap<>();
    private final Map<Object, Object[]> objects = new IdentityHashMap<>();
    private final Map<Object, Object> arrays = new IdentityHashMap<>();
    private final Deque<Object> open = new ArrayDeque<>();
    private boolean complete = true;

    /**
     * Notes them.
     *
     * @param loader whose classes are followed
     */
    Statics(List<Class<?>> classes, ClassLoader loader) throws ReflectiveOperationException {
        this.loader = loader;
        for (Class<?> type : classes) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    note(field);
                }
            }
        }
        while (!open.isEmpty()) {
            follow(open.pop());
        }
    }

    /** Whether all that can change was noted. */
    boolean areComplete() {
        return complete;
    }

    /** Gives everything the value that was noted. */
    void putBack() throws ReflectiveOperationException {
        for (int i = 0; i < statics.size(); i++) {
            statics.get(i).set(null, values.get(i));
        }
        for (Map.Entry<Object, Object> array : arrays.entrySet()) {
            System.arraycopy(array.getValue(), 0, array.getKey(), 0, Array.getLength(array.getKey()));
        }
        for (Map.Entry<Object, Object[]> object : objects.entrySet()) {
            Field[] changeable = fields.get(object.getKey().getClass());
            for (int i = 0; i < changeable.length; i++) {
                if (!isFinal(changeable[i])) {
                    changeable[i].set(object.getKey(), object.getValue()[i]);
                }
            }
        }
    }

    private void note(Field field) throws ReflectiveOperationException {
        field.setAccessible(true);
        Object value = field.get(null);
        if (!isFinal(field)) {
            statics.add(field);
            values.add(value);
        }
        reach(field, value);
    }

    private void reach(Field field, Object value) {
        if (!field.getType().isPrimitive()) {
            reach(value);
        }
    }

    private void reach(Object value) {
        if (value == null || arrays.containsKey(value) || objects.containsKey(value)) {
            return;
        }
        Class<?> type = value.getClass();
        if (type.isArray()) {
            int length = Array.getLength(value);
            Object copy = Array.newInstance(type.getComponentType(), length);
            System.arraycopy(value, 0, copy, 0, length);
            arrays.put(value, copy);
            open.push(value);
        } else if (isFollowed(type) && !isIndifferent(value)) {
            objects.put(value, new Object[fieldsOf(type).length]);
            open.push(value);
        } else {
            complete &= isIndifferent(value);
        }
    }

    private void follow(Object value) throws ReflectiveOperationException {
        if (value instanceof Object[] elements) {
            for (Object element : elements) {
                reach(element);
            }
        } else if (objects.containsKey(value)) {
            Field[] all = fieldsOf(value.getClass());
            Object[] noted = objects.get(value);
            for (int i = 0; i < all.length; i++) {
                noted[i] = all[i].get(value);
                reach(all[i], noted[i]);
            }
        }
    }

    private boolean isFollowed(Class<?> type) {
        return type.getClassLoader() == loader || FOLLOWED_PACKAGES.contains(type.getPackageName());
    }

    private boolean isIndifferent(Object value) {
        Class<?> type = value.getClass();
        return INDIFFERENT.contains(type.getName())
                || type.getName().startsWith(FLIGHT_RECORDER)
                || value instanceof ResourceBundle
                || value instanceof ClassLoader;
    }

    private Field[] fieldsOf(Class<?> type) {
        Field[] known = fields.get(type);
        if (known != null) {
            return known;
        }
        List<Field> all = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            boolean followed = isFollowed(each);
            for (Field field : each.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                if (followed) {
                    field.setAccessible(true);
                    all.add(field);
                } else {
                    complete &= isConstant(field) || INDIFFERENT.contains(each.getName());
                }
            }
        }
        Field[] found = all.toArray(new Field[0]);
        fields.put(type, found);
        return found;
    }

    /** Whether it has one value for ever, which leads nowhere. */
    static boolean isConstant(Field field) {
        return isFinal(field) && (field.getType().isPrimitive() || field.getType() == String.class);
    }

    private static boolean isFinal(Field field) {
        return Modifier.isFinal(field.getModifiers());
    }
}
