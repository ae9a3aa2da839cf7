-- Since when a card user has another contact: no password goes to it before its cooling period ends.
ALTER TABLE cardholders.card_user ADD COLUMN contact_changed_at timestamptz;
UPDATE cardholders.card_user SET contact_changed_at = due_since WHERE due_reason = 'CONTACT';
