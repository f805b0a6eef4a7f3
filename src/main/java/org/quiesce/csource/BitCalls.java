package org.quiesce.csource;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.csource.Exchanges.Left;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;

/** Calls that set, clear and test one bit of a word. */
final class BitCalls {

    private BitCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        Bits.setting().forEach(name -> table.put(name, site -> new Does(Ops.set(flag(site)))));
        Bits.clearing().forEach(name -> table.put(name, site -> new Does(Ops.clear(flag(site)))));
        Bits.testing().forEach(name -> table.put(name, site -> new Meaning.Tests(Conditions.flag(flag(site)))));
        Bits.exchanging().forEach(name -> table.put(name, BitCalls::exchange));
    }

    private static String flag(CallSite site) {
        return site.in().module().bits().flag(site.variable(1), site.argument(0));
    }

    private static Meaning exchange(CallSite site) {
        Left left = site.name().contains("set") ? Left.SET : Left.CLEAR;
        return new Meaning.Held(
                site.in().module().exchanges().exchange(site, site.variable(1), flag(site), Optional.of(left)));
    }
}
