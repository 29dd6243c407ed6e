package io.mesosbridge.core.preparation;

import io.mesosbridge.core.offer.OfferLookup;
import io.mesosbridge.core.task.TaskLookup;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the bridge knows at the moment.
 *
 * @param frameworkId the subscribed framework's id
 * @param roles the framework's roles; empty when they are not known
 * @param offers the offers
 * @param tasks the live tasks
 * @param isBeingLaunched whether a launch of the task is under way, so that no update tells of it
 *     yet: sent, or waiting for an offer
 */
public record Context(
    String frameworkId,
    Set<String> roles,
    OfferLookup offers,
    TaskLookup tasks,
    Predicate<String> isBeingLaunched) {}
