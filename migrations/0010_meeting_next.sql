-- What is next stands in memory, by the timetable of the search: nobody asks these any more, and an import
-- wrote them for each meeting.
drop index meeting_next;
drop index meeting_ruled;
